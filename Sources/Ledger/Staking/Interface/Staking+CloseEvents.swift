import Chain
import Codec
import Cryptography

extension Staking {
  struct Jailed: Event {
    let validator: Address
    let epoch: UInt64

    static let name = "Jailed"
    static let summary = "A validator missed all its slots of an epoch and is not chosen any more."
    static let fields = ABIFields(Self.init, "indexed validator", "epoch") {
      ($0.validator, $0.epoch)
    }
  }

  struct Removed: Event {
    let validator: Address
    let epoch: UInt64

    static let name = "Removed"
    static let summary = "A validator contradicted itself in an epoch and is never chosen again."
    static let fields = ABIFields(Self.init, "indexed validator", "epoch") {
      ($0.validator, $0.epoch)
    }
  }

  struct Slashed: Event {
    let validator: Address
    let epoch: UInt64
    let partsPerMillion: UInt32
    let amount: UInt256

    static let name = "Slashed"
    static let summary = "Part of a validator's stake went to the community pool."
    static let fields = ABIFields(
      Self.init, "indexed validator", "epoch", "partsPerMillion", "amount"
    ) { ($0.validator, $0.epoch, $0.partsPerMillion, $0.amount) }
  }

  struct RewardShared: Event {
    let validator: Address
    let epoch: UInt64
    let reward: UInt256
    let commission: UInt256
    let forfeited: UInt256

    static let name = "RewardShared"
    static let summary = "A validator's part of the fees: for delegators, operator, community pool."
    static let fields = ABIFields(
      Self.init, "indexed validator", "epoch", "reward", "commission", "forfeited"
    ) { ($0.validator, $0.epoch, $0.reward, $0.commission, $0.forfeited) }
  }

  struct Proven: Event {
    let validator: Address

    static let name = "Proven"
    static let summary = "A block of a validator was executed, so its full power can count."
    static let fields = ABIFields(Self.init, "indexed validator") { $0.validator }
  }

  struct ValidatorSetChosen: Event {
    let epoch: UInt64
    let hash: FixedBytes<32>
    let members: [Member]

    static let name = "ValidatorSetChosen"
    static let summary = "Who votes in the epoch after the next."
    static let fields = ABIFields(Self.init, "indexed epoch", "hash", "members") {
      ($0.epoch, $0.hash, $0.members)
    }
  }

  struct Member: ABIRecord {
    let validator: Address
    let key: ABIBytes
    let power: UInt64

    static let fields = ABIFields(Self.init, "validator", "key", "power") {
      ($0.validator, $0.key, $0.power)
    }
  }
}

extension Staking.Member {
  init(_ member: Validator) {
    self.init(
      validator: member.account, key: ABIBytes(member.key.compressed.array),
      power: member.power.units)
  }
}
