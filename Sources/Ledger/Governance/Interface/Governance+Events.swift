import Chain
import Codec

extension Governance {
  struct ParameterProposed: Event {
    let proposal: UInt64
    let proposer: Address
    let parameter: FixedBytes<32>
    let value: UInt256
    let lastEpoch: UInt64

    static let name = "ParameterProposed"
    static let summary = "There is a proposal to change a parameter."
    static let fields = ABIFields(
      Self.init, "indexed proposal", "indexed proposer", "indexed parameter", "value", "lastEpoch"
    ) { ($0.proposal, $0.proposer, $0.parameter, $0.value, $0.lastEpoch) }
  }

  struct SpendProposed: Event {
    let proposal: UInt64
    let proposer: Address
    let recipient: Address
    let amount: UInt256
    let lastEpoch: UInt64

    static let name = "SpendProposed"
    static let summary = "There is a proposal to pay somebody from the community pool."
    static let fields = ABIFields(
      Self.init, "indexed proposal", "indexed proposer", "indexed recipient", "amount", "lastEpoch"
    ) { ($0.proposal, $0.proposer, $0.recipient, $0.amount, $0.lastEpoch) }
  }

  struct SeatProposed: Event {
    let proposal: UInt64
    let proposer: Address
    let metaNode: Address
    let seated: Bool
    let lastEpoch: UInt64

    static let name = "SeatProposed"
    static let summary = "There is a proposal to give a meta node a seat, or to take it."
    static let fields = ABIFields(
      Self.init, "indexed proposal", "indexed proposer", "indexed metaNode", "seated", "lastEpoch"
    ) { ($0.proposal, $0.proposer, $0.metaNode, $0.seated, $0.lastEpoch) }
  }

  struct Voted: Event {
    let proposal: UInt64
    let voter: Address
    let yes: Bool

    static let name = "Voted"
    static let summary = "An operator voted, perhaps not for the first time."
    static let fields = ABIFields(Self.init, "indexed proposal", "indexed voter", "yes") {
      ($0.proposal, $0.voter, $0.yes)
    }
  }

  struct Passed: Event {
    let proposal: UInt64
    let power: UInt64
    let totalPower: UInt64

    static let name = "Passed"
    static let summary = "More than two thirds of the power said yes."
    static let fields = ABIFields(Self.init, "indexed proposal", "power", "totalPower") {
      ($0.proposal, $0.power, $0.totalPower)
    }
  }

  struct Spent: Event {
    let proposal: UInt64
    let recipient: Address
    let amount: UInt256

    static let name = "Spent"
    static let summary = "The community pool paid somebody."
    static let fields = ABIFields(
      Self.init, "indexed proposal", "indexed recipient", "amount"
    ) { ($0.proposal, $0.recipient, $0.amount) }
  }

  struct ParameterChanged: Event {
    let parameter: FixedBytes<32>
    let value: UInt256

    static let name = "ParameterChanged"
    static let summary = "A parameter has another value from the next block on."
    static let fields = ABIFields(Self.init, "indexed parameter", "value") {
      ($0.parameter, $0.value)
    }
  }

  struct NotCarriedOut: Event {
    let proposal: UInt64
    let reason: String

    static let name = "NotCarriedOut"
    static let summary = "A proposal passed that cannot be carried out; it has no effect."
    static let fields = ABIFields(Self.init, "indexed proposal", "reason") {
      ($0.proposal, $0.reason)
    }
  }

  struct Forfeited: Event {
    let from: Address
    let amount: UInt256

    static let name = "Forfeited"
    static let summary = "Wei that nobody can claim any more went to the community pool."
    static let fields = ABIFields(Self.init, "indexed from", "amount") { ($0.from, $0.amount) }
  }
}
