import Chain
import Codec

extension Files {
  struct FileRecorded: Event {
    let id: FixedBytes<32>
    let owner: Address
    let fileHash: FixedBytes<32>
    let sizeBytes: UInt64
    let slicesRoot: FixedBytes<32>
    let sliceCount: UInt32
    let replicas: UInt8
    let kind: UInt8
    let epochs: UInt32
    let dueNoz: UInt128
    let amount: UInt256

    static let name = "FileRecorded"
    static let summary = "A file waits for its confirmation; its storage was bought for an amount."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed owner", "indexed fileHash", "sizeBytes", "slicesRoot",
      "sliceCount", "replicas", "kind", "epochs", "dueNoz", "amount"
    ) {
      (
        $0.id, $0.owner, $0.fileHash, $0.sizeBytes, $0.slicesRoot, $0.sliceCount, $0.replicas,
        $0.kind, $0.epochs, $0.dueNoz, $0.amount
      )
    }
  }

  struct FileConfirmed: Event {
    let id: FixedBytes<32>
    let placementRoot: FixedBytes<32>
    let lastDueEpoch: UInt64
    let counter: UInt64

    static let name = "FileConfirmed"
    static let summary = "A file is stored, and due at each close after this one up to a last one."
    static let fields = ABIFields(
      Self.init, "indexed id", "placementRoot", "lastDueEpoch", "counter"
    ) { ($0.id, $0.placementRoot, $0.lastDueEpoch, $0.counter) }
  }

  struct FileRenewed: Event {
    let id: FixedBytes<32>
    let payer: Address
    let lastDueEpoch: UInt64
    let dueNoz: UInt128
    let noz: UInt128
    let amount: UInt256
    let returnedNoz: UInt128

    static let name = "FileRenewed"
    static let summary = "More storage was bought for a file; what no epoch takes is its owner's."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed payer", "lastDueEpoch", "dueNoz", "noz", "amount",
      "returnedNoz"
    ) {
      ($0.id, $0.payer, $0.lastDueEpoch, $0.dueNoz, $0.noz, $0.amount, $0.returnedNoz)
    }
  }

  struct FileOffered: Event {
    let id: FixedBytes<32>
    let owner: Address
    let nextOwner: Address

    static let name = "FileOffered"
    static let summary = "Somebody may accept a file, or with the zero address nobody."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed owner", "indexed nextOwner"
    ) { ($0.id, $0.owner, $0.nextOwner) }
  }

  struct FileTransferred: Event {
    let id: FixedBytes<32>
    let from: Address
    let to: Address

    static let name = "FileTransferred"
    static let summary = "A file has another owner, who accepted it."
    static let fields = ABIFields(Self.init, "indexed id", "indexed from", "indexed to") {
      ($0.id, $0.from, $0.to)
    }
  }

  struct FileGone: Event {
    let id: FixedBytes<32>
    let owner: Address
    /// 1 removed by its owner, 2 lapsed without confirmation, 3 pruned after it had expired.
    let cause: UInt8
    let returnedNoz: UInt128

    static let name = "FileGone"
    static let summary = "A file is gone; what was not yet due for its storage is its owner's."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed owner", "cause", "returnedNoz"
    ) { ($0.id, $0.owner, $0.cause, $0.returnedNoz) }
  }

  struct SliceLost: Event {
    let id: FixedBytes<32>
    let lost: Address
    let replacement: Address
    let slice: UInt32
    let sliceHash: FixedBytes<32>
    let amount: UInt256
    let counter: UInt64

    static let name = "SliceLost"
    static let summary = "A node lost a slice and paid so much for another that stores it now."
    static let fields = ABIFields(
      Self.init, "indexed id", "indexed lost", "indexed replacement", "slice", "sliceHash",
      "amount", "counter"
    ) {
      ($0.id, $0.lost, $0.replacement, $0.slice, $0.sliceHash, $0.amount, $0.counter)
    }
  }
}
