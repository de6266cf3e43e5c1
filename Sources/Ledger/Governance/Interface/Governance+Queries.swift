import Chain
import Codec

extension Governance {
  struct ProposalOf: Query {
    let proposal: UInt64

    static let name = "proposal"
    static let summary = "A proposal, and the power that says yes to it now."
    static let fields = ABIFields(Self.init, "proposal") { $0.proposal }
  }

  struct ProposalAnswer: ABIRecord {
    let proposer: Address
    /// 1 for a parameter, 2 for a payment, 3 for a seat.
    let matter: UInt8
    /// Zero for all but a parameter.
    let parameter: FixedBytes<32>
    /// Who is paid, or the meta node; zero for a parameter.
    let subject: Address
    /// The parameter's value, the wei to pay, or 1 for a seat that is given.
    let value: UInt256
    let lastEpoch: UInt64
    let isOpen: Bool
    let hasPassed: Bool
    let power: UInt64
    let totalPower: UInt64

    static let fields = ABIFields(
      Self.init, "proposer", "matter", "parameter", "subject", "value", "lastEpoch",
      "isOpen", "hasPassed", "power", "totalPower"
    ) {
      (
        $0.proposer, $0.matter, $0.parameter, $0.subject, $0.value, $0.lastEpoch, $0.isOpen,
        $0.hasPassed, $0.power, $0.totalPower
      )
    }
  }

  struct ProposalCount: Query {
    static let name = "proposalCount"
    static let summary = "How many proposals there are; they are numbered from 0."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct VoteOf: Query {
    let proposal: UInt64
    let voter: Address

    static let name = "voteOf"
    static let summary = "Whether somebody said yes to a proposal."
    static let fields = ABIFields(Self.init, "proposal", "voter") { ($0.proposal, $0.voter) }
  }

  struct ParameterOf: Query {
    let parameter: FixedBytes<32>

    static let name = "parameter"
    static let summary = "The value of a parameter, and the bounds that no vote can leave."
    static let fields = ABIFields(Self.init, "parameter") { $0.parameter }
  }

  struct ListParameters: Query {
    static let name = "parameters"
    static let summary = "Every parameter with its value and bounds."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct ParameterAnswer: ABIRecord {
    let parameter: FixedBytes<32>
    let value: UInt256
    let lowest: UInt256
    let highest: UInt256

    static let fields = ABIFields(Self.init, "parameter", "value", "lowest", "highest") {
      ($0.parameter, $0.value, $0.lowest, $0.highest)
    }
  }
}
