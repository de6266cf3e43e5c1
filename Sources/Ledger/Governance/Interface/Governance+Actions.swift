import Chain
import Codec

extension Governance {
  struct Propose: Action {
    let parameter: FixedBytes<32>
    let value: UInt256

    static let name = "propose"
    static let summary = "Proposes another value of a parameter, from the next close on."
    static let result = "proposal"
    static let price = Price(100_000)
    static let fields = ABIFields(Self.init, "parameter", "value") { ($0.parameter, $0.value) }
  }

  struct ProposeSpend: Action {
    let recipient: Address
    let amount: UInt256

    static let name = "proposeSpend"
    static let summary = "Proposes a payment from the community pool."
    static let result = "proposal"
    static let price = Price(100_000)
    static let fields = ABIFields(Self.init, "recipient", "amount") { ($0.recipient, $0.amount) }
  }

  struct ProposeSeat: Action {
    let metaNode: Address
    let seated: Bool

    static let name = "proposeSeat"
    static let summary = "Proposes to give a meta node a seat, or to take it."
    static let result = "proposal"
    static let price = Price(100_000)
    static let fields = ABIFields(Self.init, "metaNode", "seated") { ($0.metaNode, $0.seated) }
  }

  struct CastVote: Action {
    let proposal: UInt64
    let yes: Bool

    static let name = "vote"
    static let summary = "Votes on an open proposal as an operator; the last vote counts."
    static let price = Price(150_000)
    static let fields = ABIFields(Self.init, "proposal", "yes") { ($0.proposal, $0.yes) }
  }
}
