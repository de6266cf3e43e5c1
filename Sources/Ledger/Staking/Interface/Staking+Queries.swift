import Chain
import Codec

extension Staking {
  struct ValidatorOf: Query {
    let validator: Address

    static let name = "validator"
    static let summary = "Everything that is kept about a validator."
    static let fields = ABIFields(Self.init, "validator") { $0.validator }
  }

  struct ListValidators: Query {
    let cursor: UInt256
    let limit: UInt16

    static let name = "validators"
    static let summary = "Operators of validators in the order of creation, from a cursor on."
    static let fields = ABIFields(Self.init, "cursor", "limit") { ($0.cursor, $0.limit) }
  }

  struct DelegationOf: Query {
    let validator: Address
    let delegator: Address

    static let name = "delegation"
    static let summary = "What a delegator has with a validator, and what it has earned."
    static let fields = ABIFields(Self.init, "validator", "delegator") {
      ($0.validator, $0.delegator)
    }
  }

  struct ListDelegations: Query {
    let delegator: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "delegations"
    static let summary = "A delegator's delegations in the order of their beginning."
    static let fields = ABIFields(Self.init, "delegator", "cursor", "limit") {
      ($0.delegator, $0.cursor, $0.limit)
    }
  }

  struct RewardOf: Query {
    let validator: Address
    let delegator: Address

    static let name = "reward"
    static let summary = "What withdrawReward would pay a delegator now."
    static let fields = ABIFields(Self.init, "validator", "delegator") {
      ($0.validator, $0.delegator)
    }
  }

  struct CommissionOf: Query {
    let validator: Address

    static let name = "commission"
    static let summary = "What withdrawCommission would pay an operator now."
    static let fields = ABIFields(Self.init, "validator") { $0.validator }
  }

  struct ListUnbondings: Query {
    let delegator: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "unbondings"
    static let summary = "A delegator's stake on its way back, in the order of its leaving."
    static let fields = ABIFields(Self.init, "delegator", "cursor", "limit") {
      ($0.delegator, $0.cursor, $0.limit)
    }
  }

  struct RedelegationsOf: Query {
    let validator: Address
    let delegator: Address

    static let name = "redelegations"
    static let summary = "Stake with a validator that came from others and cannot go on yet."
    static let fields = ABIFields(Self.init, "validator", "delegator") {
      ($0.validator, $0.delegator)
    }
  }

  struct ValidatorSetOf: Query {
    let epoch: UInt64

    static let name = "validatorSet"
    static let summary = "Who votes in this epoch, the next, or the one after it once chosen."
    static let result = "members"
    static let fields = ABIFields(Self.init, "epoch") { $0.epoch }
  }

  struct ListSlashes: Query {
    let validator: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "slashes"
    static let summary = "What a validator was slashed for, in the order of its recording."
    static let fields = ABIFields(Self.init, "validator", "cursor", "limit") {
      ($0.validator, $0.cursor, $0.limit)
    }
  }
}
