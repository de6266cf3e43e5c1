import Chain
import Codec

extension Traffic {
  struct EpochOf: Query {
    let epoch: UInt64

    static let name = "epoch"
    static let summary = "What an epoch counted, what that was worth, and how it was split."
    static let fields = ABIFields(Self.init, "epoch") { $0.epoch }
  }

  struct NodeEpochOf: Query {
    let node: Address
    let epoch: UInt64

    static let name = "nodeEpoch"
    static let summary = "What an epoch's pools hold for a resource or meta node."
    static let fields = ABIFields(Self.init, "node", "epoch") { ($0.node, $0.epoch) }
  }

  struct FileEpochOf: Query {
    let id: FixedBytes<32>
    let epoch: UInt64

    static let name = "fileEpoch"
    static let summary = "What an epoch's content pool holds for a file's owner."
    static let fields = ABIFields(Self.init, "id", "epoch") { ($0.id, $0.epoch) }
  }

  struct Explain: Query {
    let node: Address
    let epoch: UInt64

    static let name = "explain"
    static let summary = "Every number from a node's noz to its wei, to be checked by hand."
    static let fields = ABIFields(Self.init, "node", "epoch") { ($0.node, $0.epoch) }
  }

  struct TallyNow: Query {
    static let name = "tally"
    static let summary = "What the current epoch has counted, and what that comes to so far."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct StorageNow: Query {
    static let name = "storage"
    static let summary = "What storing has earned since the beginning, and who shares it."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct WindowOf: Query {
    let epoch: UInt64

    static let name = "window"
    static let summary = "Whether an epoch's traffic can be reported now, and when it can."
    static let fields = ABIFields(Self.init, "epoch") { $0.epoch }
  }

  struct PageOf: Query {
    let epoch: UInt64
    let page: UInt32

    static let name = "page"
    static let summary = "Whether a page was counted; forgotten when its window is over."
    static let fields = ABIFields(Self.init, "epoch", "page") { ($0.epoch, $0.page) }
  }

  struct CountedOf: Query {
    let epoch: UInt64
    let payer: Address
    let consumer: Address
    let node: Address
    let file: FixedBytes<32>

    static let name = "counted"
    static let summary = "How much of a voucher's traffic was counted, while its window is open."
    static let fields = ABIFields(
      Self.init, "epoch", "payer", "consumer", "node", "file"
    ) { ($0.epoch, $0.payer, $0.consumer, $0.node, $0.file) }
  }

  struct NodeRewardsOf: Query {
    let node: Address
    let maxEpochs: UInt32

    static let name = "nodeRewards"
    static let summary = "What a withdrawal would pay a resource or meta node now."
    static let fields = ABIFields(Self.init, "node", "maxEpochs") { ($0.node, $0.maxEpochs) }
  }

  struct ContentRewardsOf: Query {
    let id: FixedBytes<32>
    let maxEpochs: UInt32

    static let name = "contentRewards"
    static let summary = "What a withdrawal would pay for a file's content now."
    static let fields = ABIFields(Self.init, "id", "maxEpochs") { ($0.id, $0.maxEpochs) }
  }

  struct UnclaimedNodeEpochs: Query {
    let node: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "unclaimedNodeEpochs"
    static let summary = "Epochs that owe a node something; the cursor is an epoch, or 0."
    static let fields = ABIFields(Self.init, "node", "cursor", "limit") {
      ($0.node, $0.cursor, $0.limit)
    }
  }

  struct UnclaimedFileEpochs: Query {
    let id: FixedBytes<32>
    let cursor: UInt256
    let limit: UInt16

    static let name = "unclaimedFileEpochs"
    static let summary = "Epochs that owe a file's owner something; the cursor is an epoch, or 0."
    static let fields = ABIFields(Self.init, "id", "cursor", "limit") {
      ($0.id, $0.cursor, $0.limit)
    }
  }

  struct VoucherDigest: Query {
    let epoch: UInt64
    let payer: Address
    let consumer: Address
    let node: Address
    let file: FixedBytes<32>
    let noz: UInt128

    static let name = "voucherDigest"
    static let summary = "What a consumer signs about the traffic of an epoch."
    static let fields = ABIFields(
      Self.init, "epoch", "payer", "consumer", "node", "file", "noz"
    ) { ($0.epoch, $0.payer, $0.consumer, $0.node, $0.file, $0.noz) }
  }

  struct ReportDigest: Query {
    let epoch: UInt64
    let page: UInt32
    let vouchers: [Voucher]

    static let name = "reportDigest"
    static let summary = "What meta nodes sign about a page of vouchers."
    static let fields = ABIFields(Self.init, "epoch", "page", "vouchers") {
      ($0.epoch, $0.page, $0.vouchers)
    }
  }
}
