import Chain
import Codec

/// What a resource node has earned by storing and not withdrawn.
struct StorageEarnings: Hashable {
  /// The storage index up to which `amount` counts.
  var index = UInt256.zero
  var amount = Wei.zero
}

extension StorageEarnings: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(index)
    writer.write(amount)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    index = try UInt256(from: &reader, in: bytes)
    amount = try Wei(from: &reader, in: bytes)
  }
}
