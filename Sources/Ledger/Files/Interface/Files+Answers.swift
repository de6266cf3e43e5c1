import Chain
import Codec

extension Files {
  struct FileAnswer: ABIRecord {
    let id: FixedBytes<32>
    let fileHash: FixedBytes<32>
    let owner: Address
    /// Who may accept the file, or zero.
    let nextOwner: Address
    let sizeBytes: UInt64
    let slicesRoot: FixedBytes<32>
    let sliceCount: UInt32
    let replicas: UInt8
    let kind: UInt8
    /// 1 recorded, 2 live, 3 expired, 4 expired too long ago to be renewed.
    let standing: UInt8
    /// When it was recorded, while it waits for its confirmation.
    let recordedEpoch: UInt64
    /// The epoch in which it is last due, once it is confirmed.
    let lastDueEpoch: UInt64
    let placementRoot: FixedBytes<32>
    /// In each epoch.
    let dueNoz: UInt128
    /// What is paid and due after this epoch, so what removing it would return.
    let undueNoz: UInt128
    let counter: UInt64

    static let fields = ABIFields(
      Self.init, "id", "fileHash", "owner", "nextOwner", "sizeBytes", "slicesRoot", "sliceCount",
      "replicas", "kind", "standing", "recordedEpoch", "lastDueEpoch", "placementRoot", "dueNoz",
      "undueNoz", "counter"
    ) {
      (
        $0.id, $0.fileHash, $0.owner, $0.nextOwner, $0.sizeBytes, $0.slicesRoot, $0.sliceCount,
        $0.replicas, $0.kind, $0.standing, $0.recordedEpoch, $0.lastDueEpoch, $0.placementRoot,
        $0.dueNoz, $0.undueNoz, $0.counter
      )
    }
  }

  struct FilePage: ABIRecord {
    let files: [FileAnswer]
    let next: UInt256

    static let fields = ABIFields(Self.init, "files", "next") { ($0.files, $0.next) }
  }

  struct StorageQuote: ABIRecord {
    /// In each epoch.
    let dueNoz: UInt128
    /// What is bought.
    let noz: UInt128
    /// What that costs, in wei.
    let amount: UInt256

    static let fields = ABIFields(Self.init, "dueNoz", "noz", "amount") {
      ($0.dueNoz, $0.noz, $0.amount)
    }
  }
}
