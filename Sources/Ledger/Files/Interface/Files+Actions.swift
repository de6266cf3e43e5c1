import Chain
import Codec

extension Files {
  struct RecordFile: Action {
    let fileHash: FixedBytes<32>
    let sizeBytes: UInt64
    let slicesRoot: FixedBytes<32>
    let sliceCount: UInt32
    let replicas: UInt8
    let kind: UInt8
    let epochs: UInt32

    static let name = "recordFile"
    static let summary = "Records a file and pays for its storage out of the value; returns its id."
    static let price = Price(250_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "fileHash", "sizeBytes", "slicesRoot", "sliceCount", "replicas", "kind", "epochs"
    ) {
      (
        $0.fileHash, $0.sizeBytes, $0.slicesRoot, $0.sliceCount, $0.replicas, $0.kind, $0.epochs
      )
    }
  }

  struct ConfirmFile: Action {
    let id: FixedBytes<32>
    let placementRoot: FixedBytes<32>
    let metaSignatures: ABIBytes

    static let name = "confirmFile"
    static let summary = "Says for the meta nodes that a file is stored; its paid time begins."
    static let price = Price(120_000, perItem: Nodes.signatureGas)
    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
    static let fields = ABIFields(Self.init, "id", "placementRoot", "metaSignatures") {
      ($0.id, $0.placementRoot, $0.metaSignatures)
    }
  }

  struct RenewFile: Action {
    let id: FixedBytes<32>
    let epochs: UInt32

    static let name = "renewFile"
    static let summary = "Pays for more epochs of a file's storage out of the value; anybody may."
    static let price = Price(120_000)
    static let isPayable = true
    static let fields = ABIFields(Self.init, "id", "epochs") { ($0.id, $0.epochs) }
  }

  struct TransferFile: Action {
    let id: FixedBytes<32>
    let to: Address

    static let name = "transferFile"
    static let summary = "Offers a file of the caller to somebody, or to nobody any more."
    static let price = Price(50_000)
    static let fields = ABIFields(Self.init, "id", "to") { ($0.id, $0.to) }
  }

  struct AcceptFile: Action {
    let id: FixedBytes<32>

    static let name = "acceptFile"
    static let summary = "Makes the caller the owner of a file that it was offered."
    static let price = Price(80_000)
    static let fields = ABIFields(Self.init, "id") { $0.id }
  }

  struct RemoveFile: Action {
    let id: FixedBytes<32>

    static let name = "removeFile"
    static let summary = "Removes a file of the caller and returns the noz that are not yet due."
    static let price = Price(100_000)
    static let fields = ABIFields(Self.init, "id") { $0.id }
  }

  struct PruneFile: Action {
    let id: FixedBytes<32>

    static let name = "pruneFile"
    static let summary = "Removes a file that expired too long ago to be renewed; anybody may."
    static let price = Price(80_000)
    static let fields = ABIFields(Self.init, "id") { $0.id }
  }

  struct ReportSliceLoss: Action {
    let id: FixedBytes<32>
    let slice: UInt32
    let sliceHash: FixedBytes<32>
    let proof: [FixedBytes<32>]
    let lost: Address
    let replacement: Address
    let metaSignatures: ABIBytes

    static let name = "reportSliceLoss"
    static let summary = "Lets a node that lost a slice pay the one that replaces it; returns wei."
    static let price = Price(200_000, perItem: Nodes.signatureGas)
    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
    static let fields = ABIFields(
      Self.init, "id", "slice", "sliceHash", "proof", "lost", "replacement", "metaSignatures"
    ) {
      ($0.id, $0.slice, $0.sliceHash, $0.proof, $0.lost, $0.replacement, $0.metaSignatures)
    }
  }
}
