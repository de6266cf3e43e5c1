import Chain
import Codec

extension Staking {
  struct CreateValidator: Action {
    let consensusKey: ABIBytes
    let proofOfPossession: ABIBytes
    let commissionBp: UInt16
    let moniker: String
    let endpoint: String

    static let name = "createValidator"
    static let summary = "Makes the caller a validator's operator, with the value as its stake."
    static let price = Price(300_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "consensusKey", "proofOfPossession", "commissionBp", "moniker", "endpoint"
    ) { ($0.consensusKey, $0.proofOfPossession, $0.commissionBp, $0.moniker, $0.endpoint) }
  }

  struct EditValidator: Action {
    let commissionBp: UInt16
    let moniker: String
    let endpoint: String

    static let name = "editValidator"
    static let summary = "Changes what the caller's validator takes and how it is known."
    static let price = Price(50_000)
    static let fields = ABIFields(Self.init, "commissionBp", "moniker", "endpoint") {
      ($0.commissionBp, $0.moniker, $0.endpoint)
    }
  }

  struct RotateConsensusKey: Action {
    let key: ABIBytes
    let proofOfPossession: ABIBytes

    static let name = "rotateConsensusKey"
    static let summary = "Gives the caller's validator another key, from two epochs on."
    static let price = Price(200_000)
    static let fields = ABIFields(Self.init, "key", "proofOfPossession") {
      ($0.key, $0.proofOfPossession)
    }
  }

  struct Delegate: Action {
    let validator: Address

    static let name = "delegate"
    static let summary = "Adds the value to the caller's stake with a validator."
    static let price = Price(80_000)
    static let isPayable = true
    static let fields = ABIFields(Self.init, "validator") { $0.validator }
  }

  struct Undelegate: Action {
    let validator: Address
    let amount: UInt256

    static let name = "undelegate"
    static let summary = "Starts the way back of stake: at least 1 STOS, or all there is."
    static let price = Price(120_000)
    static let fields = ABIFields(Self.init, "validator", "amount") { ($0.validator, $0.amount) }
  }

  struct Redelegate: Action {
    let from: Address
    let to: Address
    let amount: UInt256

    static let name = "redelegate"
    static let summary = "Moves stake to another validator at once; not again for a while."
    static let price = Price(150_000)
    static let fields = ABIFields(Self.init, "from", "to", "amount") { ($0.from, $0.to, $0.amount) }
  }

  struct WithdrawReward: Action {
    let validator: Address

    static let name = "withdrawReward"
    static let summary = "Pays the caller what its stake with a validator has earned."
    static let result = "amount"
    static let price = Price(60_000)
    static let fields = ABIFields(Self.init, "validator") { $0.validator }
  }

  struct WithdrawCommission: Action {
    static let name = "withdrawCommission"
    static let summary = "Pays the caller what its validator has earned as commission."
    static let result = "amount"
    static let price = Price(50_000)
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Unjail: Action {
    static let name = "unjail"
    static let summary = "Lets the caller's validator be chosen again, 36 epochs after its jail."
    static let price = Price(50_000)
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct SubmitEvidence: Action {
    let first: ABIBytes
    let second: ABIBytes

    static let name = "submitEvidence"
    static let summary = "Proves with two votes that a validator contradicted itself."
    static let price = Price(300_000)
    static let fields = ABIFields(Self.init, "first", "second") { ($0.first, $0.second) }
  }
}
