import Chain
import Codec
import Cryptography

/// A file cut into slices whose hashes are at hand.
struct SampleFile {
  static let sliceSizeBytes: [UInt8: UInt64] = [0: 33_554_432, 1: 10_485_760]

  let hash: FixedBytes<32>
  let sizeBytes: UInt64
  let kind: UInt8
  let slices: [FixedBytes<32>]

  /// Makes a file of so many slices, the last of which has so many bytes.
  init(_ name: UInt8, slices count: Int = 3, lastSizeBytes: UInt64 = 1_000, kind: UInt8 = 0) {
    hash = FixedBytes(repeating: name)
    self.kind = kind
    let full = Self.sliceSizeBytes[kind] ?? 1
    sizeBytes = UInt64(count - 1) * full + lastSizeBytes
    slices = (0..<count).map { Keccak256.hash([name, UInt8($0)].span).bytes }
  }

  private var leaves: [Digest] { slices.map { MerkleList.leaf($0.storage.span) } }

  var root: FixedBytes<32> {
    var list = MerkleList()
    for leaf in leaves { list.append(leaf: leaf) }
    return list.root.bytes
  }

  func proof(of slice: UInt32) -> [FixedBytes<32>] {
    MerkleProof(of: slice, in: leaves).siblings.map(\.bytes)
  }
}

/// A file, as the interface has it.
struct FileState: ABIRecord {
  let id: FixedBytes<32>
  let fileHash: FixedBytes<32>
  let owner: Address
  let nextOwner: Address
  let sizeBytes: UInt64
  let slicesRoot: FixedBytes<32>
  let sliceCount: UInt32
  let replicas: UInt8
  let kind: UInt8
  let standing: UInt8
  let recorded: UInt64
  let lastDue: UInt64
  let placementRoot: FixedBytes<32>
  let due: UInt128
  let undue: UInt128
  let counter: UInt64

  static let fields = ABIFields(
    Self.init, "id", "fileHash", "owner", "nextOwner", "sizeBytes", "slicesRoot", "sliceCount",
    "replicas", "kind", "standing", "recorded", "lastDue", "placementRoot", "due", "undue",
    "counter"
  ) {
    (
      $0.id, $0.fileHash, $0.owner, $0.nextOwner, $0.sizeBytes, $0.slicesRoot, $0.sliceCount,
      $0.replicas, $0.kind, $0.standing, $0.recorded, $0.lastDue, $0.placementRoot, $0.due,
      $0.undue, $0.counter
    )
  }
}
