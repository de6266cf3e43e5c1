import Chain
import Codec
import Ledger
import TestSupport
import Testing

@Suite("Governance")
struct GovernanceTests {
  private static let governance = Address(protocol: 0x1008)

  private func name(_ text: String) -> FixedBytes<32> {
    var name = FixedBytes<32>.zero
    for (index, byte) in text.utf8.enumerated() { name[index] = byte }
    return name
  }

  private func propose(
    _ parameter: String, _ value: UInt64, by person: Int, in stakers: inout Stakers
  ) throws -> UInt64 {
    let data = calldata("propose(bytes32,uint256)", name(parameter), UInt256(value))
    let bytes = try stakers.world.call(Self.governance, data, from: person).get()
    return try ABI.decode(bytes.span, as: UInt64.self)
  }

  private func vote(
    _ yes: Bool, on number: UInt64, by person: Int, in stakers: inout Stakers
  ) throws {
    _ = try stakers.world.call(
      Self.governance, calldata("vote(uint64,bool)", number, yes), from: person
    ).get()
  }

  private func value(of parameter: String, in stakers: Stakers) throws -> UInt128 {
    let bytes = try stakers.world.ask(
      Self.governance, calldata("parameter(bytes32)", name(parameter))
    ).get()
    return try ABI.decode(
      bytes.span, as: FixedBytes<32>.self, UInt256.self, UInt256.self, UInt256.self
    ).1.low
  }

  @Test("A parameter changes at the close after more than two thirds said yes")
  func parameter() throws {
    var stakers = try Stakers()
    let number = try propose("minSlots", 9, by: 4, in: &stakers)
    // 40 and 20 percent, and then 6 more: still not more than two thirds.
    for person in [0, 2, 3] { try vote(true, on: number, by: person, in: &stakers) }
    stakers.endEpochs()
    #expect(try value(of: "minSlots", in: stakers) == 4)
    try vote(true, on: number, by: 4, in: &stakers)
    #expect(try value(of: "minSlots", in: stakers) == 4)
    stakers.endEpochs()
    #expect(try value(of: "minSlots", in: stakers) == 9)
    #expect(throws: Refusal.self) { try vote(true, on: number, by: 1, in: &stakers) }
  }

  @Test("Bounds hold, and whoever operates nothing decides nothing")
  func bounds() throws {
    var stakers = try Stakers()
    for (parameter, value) in [
      ("minSlots", 0), ("minSlots", 1_025), ("maxValidators", 257), ("protocolVersion", 0),
      ("emptyBlockIntervalMs", 49), ("nothing", 1),
    ] as [(String, UInt64)] {
      #expect(throws: Refusal.self) { try propose(parameter, value, by: 0, in: &stakers) }
    }
    #expect(throws: Refusal.self) { try propose("minSlots", 5, by: 5, in: &stakers) }
    let number = try propose("minSlots", 5, by: 0, in: &stakers)
    #expect(throws: Refusal.self) { try propose("minSlots", 6, by: 0, in: &stakers) }
    #expect(throws: Refusal.self) { try vote(true, on: number, by: 5, in: &stakers) }
    #expect(throws: Refusal.self) { try vote(true, on: number + 1, by: 0, in: &stakers) }
  }

  @Test("A withdrawn vote does not count, and a proposal ends with its time")
  func withdrawnVotes() throws {
    var stakers = try Stakers()
    let number = try propose("minSlots", 5, by: 0, in: &stakers)
    try vote(true, on: number, by: 0, in: &stakers)
    try vote(false, on: number, by: 0, in: &stakers)
    try vote(true, on: number, by: 1, in: &stakers)
    stakers.endEpochs()
    #expect(try value(of: "minSlots", in: stakers) == 4)
    stakers.world.epoch = Epoch(1_010)
    #expect(throws: Refusal.self) { try vote(true, on: number, by: 0, in: &stakers) }
    _ = try propose("minSlots", 6, by: 0, in: &stakers)
  }

  @Test("Changes that contradict each other by the close are not both carried out")
  func contradiction() throws {
    var stakers = try Stakers()
    let first = try propose("minBlockIntervalMs", 900, by: 0, in: &stakers)
    let second = try propose("emptyBlockIntervalMs", 800, by: 1, in: &stakers)
    for number in [first, second] {
      for person in [0, 1] { try vote(true, on: number, by: person, in: &stakers) }
    }
    stakers.endEpochs()
    #expect(try value(of: "minBlockIntervalMs", in: stakers) == 900)
    #expect(try value(of: "emptyBlockIntervalMs", in: stakers) == 1_000)
  }

  @Test("The community pool pays at once, and what it cannot pay has no effect")
  func spending() throws {
    var stakers = try Stakers()
    _ = try stakers.call(try stakers.evidence(against: 4, epoch: Epoch(1)), from: 6).get()
    let pool = stakers.wei(.communityPool)
    #expect(pool > 0)
    let recipient = stakers.world.people[6]
    let before = stakers.world.wei(recipient)
    for (amount, paid) in [(pool + 1, 0), (pool, pool)] as [(UInt128, UInt128)] {
      let data = calldata("proposeSpend(address,uint256)", recipient, UInt256(amount))
      let bytes = try stakers.world.call(Self.governance, data, from: 0).get()
      let number = try ABI.decode(bytes.span, as: UInt64.self)
      for person in [0, 1] { try vote(true, on: number, by: person, in: &stakers) }
      #expect(stakers.world.wei(recipient) == before + paid)
      #expect(throws: Refusal.self) { try vote(true, on: number, by: 2, in: &stakers) }
    }
    let module = calldata(
      "proposeSpend(address,uint256)", ModuleAccount.bondedStake.address, UInt256(low: 1))
    #expect(throws: Refusal.self) {
      try stakers.world.call(Self.governance, module, from: 0).get()
    }
  }
}
