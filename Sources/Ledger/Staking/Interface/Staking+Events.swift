import Chain
import Codec

extension Staking {
  struct ValidatorCreated: Event {
    let validator: Address
    let consensusKey: ABIBytes
    let commissionBp: UInt16
    let moniker: String
    let endpoint: String

    static let name = "ValidatorCreated"
    static let summary = "There is a new validator; its stake follows as a delegation."
    static let fields = ABIFields(
      Self.init, "indexed validator", "consensusKey", "commissionBp", "moniker", "endpoint"
    ) { ($0.validator, $0.consensusKey, $0.commissionBp, $0.moniker, $0.endpoint) }
  }

  struct ValidatorEdited: Event {
    let validator: Address
    let commissionBp: UInt16
    let moniker: String
    let endpoint: String

    static let name = "ValidatorEdited"
    static let summary = "A validator takes another commission, or is known in another way."
    static let fields = ABIFields(
      Self.init, "indexed validator", "commissionBp", "moniker", "endpoint"
    ) { ($0.validator, $0.commissionBp, $0.moniker, $0.endpoint) }
  }

  struct ConsensusKeyRotated: Event {
    let validator: Address
    let key: ABIBytes
    let epoch: UInt64

    static let name = "ConsensusKeyRotated"
    static let summary = "A validator signs with another key from an epoch on."
    static let fields = ABIFields(Self.init, "indexed validator", "key", "epoch") {
      ($0.validator, $0.key, $0.epoch)
    }
  }

  struct Delegated: Event {
    let validator: Address
    let delegator: Address
    let amount: UInt256
    let shares: UInt256

    static let name = "Delegated"
    static let summary = "Stake was added, for so many shares of the validator's stake."
    static let fields = ABIFields(
      Self.init, "indexed validator", "indexed delegator", "amount", "shares"
    ) { ($0.validator, $0.delegator, $0.amount, $0.shares) }
  }

  struct Undelegated: Event {
    let validator: Address
    let delegator: Address
    let amount: UInt256
    let shares: UInt256
    let maturity: UInt64

    static let name = "Undelegated"
    static let summary = "Stake is on its way back, and is paid out in the epoch of its maturity."
    static let fields = ABIFields(
      Self.init, "indexed validator", "indexed delegator", "amount", "shares", "maturity"
    ) { ($0.validator, $0.delegator, $0.amount, $0.shares, $0.maturity) }
  }

  struct Redelegated: Event {
    let from: Address
    let to: Address
    let delegator: Address
    let amount: UInt256
    let fromShares: UInt256
    let toShares: UInt256

    static let name = "Redelegated"
    static let summary = "Stake moved to another validator."
    static let fields = ABIFields(
      Self.init, "indexed from", "indexed to", "indexed delegator", "amount", "fromShares",
      "toShares"
    ) { ($0.from, $0.to, $0.delegator, $0.amount, $0.fromShares, $0.toShares) }
  }

  struct RewardWithdrawn: Event {
    let validator: Address
    let delegator: Address
    let amount: UInt256

    static let name = "RewardWithdrawn"
    static let summary = "A delegator was paid what its stake had earned."
    static let fields = ABIFields(
      Self.init, "indexed validator", "indexed delegator", "amount"
    ) { ($0.validator, $0.delegator, $0.amount) }
  }

  struct CommissionWithdrawn: Event {
    let validator: Address
    let amount: UInt256

    static let name = "CommissionWithdrawn"
    static let summary = "An operator was paid its commission."
    static let fields = ABIFields(Self.init, "indexed validator", "amount") {
      ($0.validator, $0.amount)
    }
  }

  struct Unjailed: Event {
    let validator: Address

    static let name = "Unjailed"
    static let summary = "A validator can be chosen again, and has to prove itself again."
    static let fields = ABIFields(Self.init, "indexed validator") { $0.validator }
  }

  struct UnbondingPaid: Event {
    let delegator: Address
    let validator: Address
    let amount: UInt256
    let slashed: UInt256

    static let name = "UnbondingPaid"
    static let summary = "Stake that left is back, less what went to the community pool."
    static let fields = ABIFields(
      Self.init, "indexed delegator", "indexed validator", "amount", "slashed"
    ) { ($0.delegator, $0.validator, $0.amount, $0.slashed) }
  }

  struct RedelegationSlashed: Event {
    let validator: Address
    let delegator: Address
    let source: Address
    let shares: UInt256
    let amount: UInt256

    static let name = "RedelegationSlashed"
    static let summary = "Redelegated stake paid for an offence of the validator it had left."
    static let fields = ABIFields(
      Self.init, "indexed validator", "indexed delegator", "indexed source", "shares", "amount"
    ) { ($0.validator, $0.delegator, $0.source, $0.shares, $0.amount) }
  }
}
