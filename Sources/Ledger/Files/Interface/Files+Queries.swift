import Chain
import Codec

extension Files {
  struct FileOf: Query {
    let id: FixedBytes<32>

    static let name = "file"
    static let summary = "Everything that is kept about a file, expired ones included."
    static let fields = ABIFields(Self.init, "id") { $0.id }
  }

  struct ListByHash: Query {
    let fileHash: FixedBytes<32>
    let cursor: UInt256
    let limit: UInt16

    static let name = "filesByHash"
    static let summary = "The records of a file in the order of recording, from a cursor on."
    static let fields = ABIFields(Self.init, "fileHash", "cursor", "limit") {
      ($0.fileHash, $0.cursor, $0.limit)
    }
  }

  struct ListByOwner: Query {
    let owner: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "filesByOwner"
    static let summary = "The files somebody owns in the order of getting them, from a cursor on."
    static let fields = ABIFields(Self.init, "owner", "cursor", "limit") {
      ($0.owner, $0.cursor, $0.limit)
    }
  }

  struct VerifySlice: Query {
    let id: FixedBytes<32>
    let slice: UInt32
    let sliceHash: FixedBytes<32>
    let proof: [FixedBytes<32>]

    static let name = "verifySlice"
    static let summary = "Whether a slice of this hash stands at this place of a file."
    static let fields = ABIFields(Self.init, "id", "slice", "sliceHash", "proof") {
      ($0.id, $0.slice, $0.sliceHash, $0.proof)
    }
  }

  struct SliceLossOf: Query {
    let id: FixedBytes<32>
    let slice: UInt32
    let node: Address

    static let name = "sliceLoss"
    static let summary = "In which epoch a node was reported to have lost a slice; 0 if never."
    static let fields = ABIFields(Self.init, "id", "slice", "node") {
      ($0.id, $0.slice, $0.node)
    }
  }

  struct QuoteStorage: Query {
    let sizeBytes: UInt64
    let replicas: UInt8
    let epochs: UInt32

    static let name = "quoteStorage"
    static let summary = "What recording a file of this size comes to now."
    static let fields = ABIFields(Self.init, "sizeBytes", "replicas", "epochs") {
      ($0.sizeBytes, $0.replicas, $0.epochs)
    }
  }

  struct QuoteRenewal: Query {
    let id: FixedBytes<32>
    let epochs: UInt32

    static let name = "quoteRenewal"
    static let summary = "What renewing a file for so many epochs comes to now."
    static let fields = ABIFields(Self.init, "id", "epochs") { ($0.id, $0.epochs) }
  }

  struct RecordCountOf: Query {
    let recorder: Address

    static let name = "recordCount"
    static let summary = "How many records an account ever made: the n of its next file's id."
    static let fields = ABIFields(Self.init, "recorder") { $0.recorder }
  }

  struct StorageDueOf: Query {
    static let name = "storageDue"
    static let summary = "How many noz the close of this epoch takes for storage, as things stand."
    static let fields = ABIFields(Self.init) { _ in }
  }
}
