import Chain
import Codec
import Cryptography

/// What is kept about a file, by an id that never comes back.
struct FileRecord: Hashable {
  /// Where it is on its way.
  enum Standing: Hashable {
    /// Waiting for the meta nodes to say that it is stored, since this epoch.
    case recorded(in: Epoch)
    /// Paid for up to and with an epoch, in which it is last due.
    case confirmed(placementRoot: Digest, lastDue: Epoch)
  }

  let fileHash: Digest
  /// Which of the records of this hash it is.
  let number: UInt64
  var owner: Address
  /// Which of the records that its owner ever had it is.
  var ownerNumber: UInt64
  /// Who may accept the file.
  var nextOwner: Address?
  let sizeBytes: UInt64
  let slicesRoot: Digest
  let sliceCount: UInt32
  let replicas: UInt8
  let kind: FileKind
  /// What it costs in each epoch.
  var due: Noz
  /// How many epochs were paid for when it was recorded.
  let epochs: UInt32
  var standing: Standing
  /// Raised by every decision about the file, so that signatures for one count once.
  var counter: UInt64 = 0
}

extension FileRecord {
  /// Whether it is stored and paid for.
  func isLive(in epoch: Epoch) -> Bool {
    switch standing {
    case .recorded: false
    case .confirmed(_, let lastDue): epoch <= lastDue
    }
  }

  /// What was paid for storage that is due at the close of a later epoch than this one.
  func undue(in epoch: Epoch) -> Noz {
    switch standing {
    case .recorded: due * UInt64(epochs)
    case .confirmed(_, let lastDue): due * (lastDue.distance(from: epoch) ?? 0)
    }
  }

  /// How large a slice is: all but the last are full.
  func sizeBytes(ofSlice slice: UInt32) -> UInt64 {
    slice + 1 < sliceCount
      ? kind.sliceSizeBytes : sizeBytes - UInt64(sliceCount - 1) * kind.sliceSizeBytes
  }

  /// Whether a slice with this hash stands at this place of the file.
  func holds(_ slice: UInt32, _ sliceHash: FixedBytes<32>, by proof: [FixedBytes<32>]) -> Bool {
    MerkleProof(index: slice, count: sliceCount, siblings: proof.map { Digest($0) })
      .isValid(item: sliceHash.storage.span, root: slicesRoot)
  }
}

extension Noz {
  /// What was bought for storage: all ozone together is at most `Economy.nozMax`.
  fileprivate static func * (due: Noz, epochs: UInt64) -> Noz {
    Noz(due.units * UInt128(epochs))
  }
}

extension FileRecord.Standing: Canonical {
  func encode(into writer: inout ByteWriter) {
    switch self {
    case .recorded(let epoch):
      writer.write(0 as UInt8)
      writer.write(epoch)
    case .confirmed(let placementRoot, let lastDue):
      writer.write(1 as UInt8)
      writer.write(placementRoot)
      writer.write(lastDue)
    }
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 0: self = .recorded(in: try Epoch(from: &reader, in: bytes))
    case 1:
      let root = try Digest(from: &reader, in: bytes)
      self = .confirmed(placementRoot: root, lastDue: try Epoch(from: &reader, in: bytes))
    default: throw .unknown(type: "standing of a file", code: UInt64(code))
    }
  }
}

extension FileRecord: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(fileHash)
    writer.write(number)
    writer.write(owner)
    writer.write(ownerNumber)
    writer.write(nextOwner ?? .zero)
    writer.write(sizeBytes)
    writer.write(slicesRoot)
    writer.write(sliceCount)
    writer.write(replicas)
    writer.write(kind)
    writer.write(due)
    writer.write(epochs)
    writer.write(standing)
    writer.write(counter)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    fileHash = try Digest(from: &reader, in: bytes)
    number = try reader.read(in: bytes)
    owner = try Address(from: &reader, in: bytes)
    ownerNumber = try reader.read(in: bytes)
    let next = try Address(from: &reader, in: bytes)
    nextOwner = next == .zero ? nil : next
    sizeBytes = try reader.read(in: bytes)
    slicesRoot = try Digest(from: &reader, in: bytes)
    sliceCount = try reader.read(in: bytes)
    replicas = try reader.read(in: bytes)
    kind = try FileKind(from: &reader, in: bytes)
    due = try Noz(from: &reader, in: bytes)
    epochs = try reader.read(in: bytes)
    standing = try Standing(from: &reader, in: bytes)
    counter = try reader.read(in: bytes)
  }
}
