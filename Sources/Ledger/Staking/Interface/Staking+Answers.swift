import Chain
import Codec

extension Staking {
  struct ValidatorAnswer: ABIRecord {
    let consensusKey: ABIBytes
    let moniker: String
    let endpoint: String
    let commissionBp: UInt16
    let stake: UInt256
    let selfStake: UInt256
    let shares: UInt256
    /// 0 active, 1 jailed, 2 removed.
    let standing: UInt8
    /// When it was jailed or removed.
    let standingEpoch: UInt64
    let isProven: Bool
    let slashCount: UInt64

    static let fields = ABIFields(
      Self.init, "consensusKey", "moniker", "endpoint", "commissionBp", "stake", "selfStake",
      "shares", "standing", "standingEpoch", "isProven", "slashCount"
    ) {
      (
        $0.consensusKey, $0.moniker, $0.endpoint, $0.commissionBp, $0.stake, $0.selfStake,
        $0.shares, $0.standing, $0.standingEpoch, $0.isProven, $0.slashCount
      )
    }
  }

  struct DelegationAnswer: ABIRecord {
    let validator: Address
    let amount: UInt256
    let shares: UInt256
    /// What of the amount can be redelegated.
    let free: UInt256
    let reward: UInt256

    static let fields = ABIFields(
      Self.init, "validator", "amount", "shares", "free", "reward"
    ) { ($0.validator, $0.amount, $0.shares, $0.free, $0.reward) }
  }

  struct DelegationPage: ABIRecord {
    let delegations: [DelegationAnswer]
    let next: UInt256

    static let fields = ABIFields(Self.init, "delegations", "next") { ($0.delegations, $0.next) }
  }

  struct UnbondingAnswer: ABIRecord {
    let validator: Address
    let amount: UInt256
    /// What it would come to now, after slashes.
    let payout: UInt256
    let maturity: UInt64

    static let fields = ABIFields(Self.init, "validator", "amount", "payout", "maturity") {
      ($0.validator, $0.amount, $0.payout, $0.maturity)
    }
  }

  struct UnbondingPage: ABIRecord {
    let unbondings: [UnbondingAnswer]
    let next: UInt256

    static let fields = ABIFields(Self.init, "unbondings", "next") { ($0.unbondings, $0.next) }
  }

  struct RedelegationAnswer: ABIRecord {
    let source: Address
    let epoch: UInt64
    let shares: UInt256
    let amount: UInt256

    static let fields = ABIFields(Self.init, "source", "epoch", "shares", "amount") {
      ($0.source, $0.epoch, $0.shares, $0.amount)
    }
  }

  struct SlashAnswer: ABIRecord {
    let epoch: UInt64
    let partsPerMillion: UInt32

    static let fields = ABIFields(Self.init, "epoch", "partsPerMillion") {
      ($0.epoch, $0.partsPerMillion)
    }
  }

  struct SlashPage: ABIRecord {
    let slashes: [SlashAnswer]
    let next: UInt256

    static let fields = ABIFields(Self.init, "slashes", "next") { ($0.slashes, $0.next) }
  }
}
