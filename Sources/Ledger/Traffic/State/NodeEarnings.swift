import Chain
import Codec

/// What a node has earned and not withdrawn, as far as it is kept with the node.
struct NodeEarnings: Hashable {
  /// The storage index up to which `storage` counts.
  var storageIndex = UInt256.zero
  /// What it has earned by storing.
  var storage = Wei.zero
  /// The first and last epoch in the list of those that counted traffic of the node and have not
  /// been claimed; each names the one after it.
  var firstUnclaimed: Epoch?
  var lastCounted: Epoch?
}

/// What a wei of effective deposit has earned for storage since the beginning, times 2⁶⁴.
struct StorageIndex: Hashable {
  var value = UInt256.zero
  /// The effective deposits of active resource nodes, which share what storing earns.
  var deposits = Wei.zero
  /// What was earned by storing and has not been withdrawn.
  var unclaimed = Wei.zero
}

extension NodeEarnings: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(storageIndex)
    writer.write(storage)
    // Epochs are counted from 1.
    writer.write(firstUnclaimed ?? .zero)
    writer.write(lastCounted ?? .zero)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    storageIndex = try UInt256(from: &reader, in: bytes)
    storage = try Wei(from: &reader, in: bytes)
    let first = try Epoch(from: &reader, in: bytes)
    let last = try Epoch(from: &reader, in: bytes)
    firstUnclaimed = first == .zero ? nil : first
    lastCounted = last == .zero ? nil : last
  }
}

extension StorageIndex: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(value)
    writer.write(deposits)
    writer.write(unclaimed)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    value = try UInt256(from: &reader, in: bytes)
    deposits = try Wei(from: &reader, in: bytes)
    unclaimed = try Wei(from: &reader, in: bytes)
  }
}
