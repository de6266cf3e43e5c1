import Chain
import Codec
import Ledger

/// Proposals and parameters, as logs tell of them.
struct ObservedVotes {
  struct Proposal {
    let proposer: Address
    let lastEpoch: UInt64
    var approvals: Set<Address> = []
    var hasPassed = false
  }

  var proposals: [UInt64: Proposal] = [:]
  /// Every parameter that was changed, by its name as a word.
  var parameters: [UInt256: UInt128] = [:]

  /// What votes made of the limit, if anything.
  var blockGasLimit: UInt64? {
    var name = FixedBytes<32>.zero
    for (index, byte) in "blockGasLimit".utf8.enumerated() { name[index] = byte }
    return parameters[UInt256(bigEndian: name.storage.span)].map { UInt64($0) }
  }

  mutating func observe(_ event: LoggedEvent, members: [Address: UInt64]) throws {
    switch event.name {
    case "ParameterProposed":
      try propose(Proposal(proposer: event.address(1), lastEpoch: UInt64(event.number(4))), event)
    case "SpendProposed", "SeatProposed":
      try propose(Proposal(proposer: event.address(1), lastEpoch: UInt64(event.number(4))), event)
    case "Voted":
      let number = UInt64(event.number(0))
      if event.number(2) == 1 {
        proposals[number]?.approvals.insert(event.address(1))
      } else {
        proposals[number]?.approvals.remove(event.address(1))
      }
    case "Passed":
      let number = UInt64(event.number(0))
      let power = power(for: number, members: members)
      try Contradiction.unless(
        power == event.number(1) && 3 * power > 2 * event.number(2)
          && proposals[number]?.hasPassed == false,
        "proposal \(number) passed with \(power)")
      proposals[number]?.hasPassed = true
    case "ParameterChanged":
      parameters[event.words[0]] = event.number(1)
    default: break
    }
  }

  private mutating func propose(_ proposal: Proposal, _ event: LoggedEvent) throws {
    let number = UInt64(event.number(0))
    try Contradiction.unless(number == UInt64(proposals.count), "proposals are numbered in turn")
    proposals[number] = proposal
  }

  func power(for number: UInt64, members: [Address: UInt64]) -> UInt128 {
    (proposals[number]?.approvals ?? []).reduce(0) { $0 + UInt128(members[$1, default: 0]) }
  }
}
