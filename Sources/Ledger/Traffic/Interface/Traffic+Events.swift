import Chain
import Codec

extension Traffic {
  struct ReportSubmitted: Event {
    let epoch: UInt64
    let page: UInt32
    let countedIn: UInt64
    let vouchersHash: FixedBytes<32>
    let counted: UInt32
    let skipped: UInt32
    let noz: UInt128

    static let name = "ReportSubmitted"
    static let summary = "A page of vouchers was counted, all but those that were skipped."
    static let fields = ABIFields(
      Self.init, "indexed epoch", "indexed page", "countedIn", "vouchersHash", "counted", "skipped",
      "noz"
    ) {
      (
        $0.epoch, $0.page, $0.countedIn, $0.vouchersHash, $0.counted, $0.skipped, $0.noz
      )
    }
  }

  struct VoucherCounted: Event {
    let epoch: UInt64
    let payer: Address
    let consumer: Address
    let node: Address
    let file: FixedBytes<32>
    /// What the voucher says in all.
    let signed: UInt128
    /// What it added.
    let noz: UInt128
    /// Whether its file was live, so that its owner has a part.
    let isContent: Bool

    static let name = "VoucherCounted"
    static let summary = "So much of a voucher's traffic counts; a later page may add the rest."
    static let fields = ABIFields(
      Self.init, "epoch", "payer", "indexed consumer", "indexed node", "indexed file", "signed",
      "noz", "isContent"
    ) {
      (
        $0.epoch, $0.payer, $0.consumer, $0.node, $0.file, $0.signed, $0.noz, $0.isContent
      )
    }
  }

  struct VoucherSkipped: Event {
    let epoch: UInt64
    let payer: Address
    let consumer: Address
    let node: Address
    let file: FixedBytes<32>
    let signed: UInt128
    let reason: String

    static let name = "VoucherSkipped"
    static let summary = "A voucher of a page did not count, and why."
    static let fields = ABIFields(
      Self.init, "epoch", "payer", "indexed consumer", "indexed node", "indexed file", "signed",
      "reason"
    ) { ($0.epoch, $0.payer, $0.consumer, $0.node, $0.file, $0.signed, $0.reason) }
  }

  struct NodeRewardsWithdrawn: Event {
    let node: Address
    let beneficiary: Address
    let epochs: [UInt64]
    let traffic: UInt256
    let mining: UInt256
    let storage: UInt256

    static let name = "NodeRewardsWithdrawn"
    static let summary = "A resource node's rewards of some epochs, and for storage, were paid."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed beneficiary", "epochs", "traffic", "mining", "storage"
    ) { ($0.node, $0.beneficiary, $0.epochs, $0.traffic, $0.mining, $0.storage) }
  }

  struct MetaRewardsWithdrawn: Event {
    let node: Address
    let beneficiary: Address
    let epochs: [UInt64]
    let traffic: UInt256
    let mining: UInt256

    static let name = "MetaRewardsWithdrawn"
    static let summary = "A meta node's rewards of some epochs were paid."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed beneficiary", "epochs", "traffic", "mining"
    ) { ($0.node, $0.beneficiary, $0.epochs, $0.traffic, $0.mining) }
  }

  struct ContentRewardsWithdrawn: Event {
    let id: FixedBytes<32>
    let owner: Address
    let epochs: [UInt64]
    let traffic: UInt256
    let mining: UInt256

    static let name = "ContentRewardsWithdrawn"
    static let summary = "The rewards of some epochs for a file's content were paid."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed owner", "epochs", "traffic", "mining"
    ) { ($0.id, $0.owner, $0.epochs, $0.traffic, $0.mining) }
  }

  struct EpochSettled: Event {
    let epoch: UInt64
    let settled: EpochAnswer

    static let name = "EpochSettled"
    static let summary = "What an epoch counted, what that was worth, and how it is split."
    static let fields = ABIFields(Self.init, "indexed epoch", "settled") {
      ($0.epoch, $0.settled)
    }
  }

  struct RecordsExpired: Event {
    let epoch: UInt64
    let unclaimed: UInt256

    static let name = "RecordsExpired"
    static let summary = "An epoch's records are gone, and nobody's rewards to the community pool."
    static let fields = ABIFields(Self.init, "indexed epoch", "unclaimed") {
      ($0.epoch, $0.unclaimed)
    }
  }
}
