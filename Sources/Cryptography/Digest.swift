package import Codec

/// A 32-byte Keccak-256 hash.
package struct Digest: Hashable, Comparable, Sendable {
  package var bytes: FixedBytes<32>

  package init(_ bytes: FixedBytes<32>) {
    self.bytes = bytes
  }

  /// Thirty-two zero bytes, which stand for "none" where a hash is expected.
  package static var zero: Self { Self(.zero) }

  // Digests are compared and looked up in hot paths, so these work on the storage directly.

  package static func == (left: Self, right: Self) -> Bool {
    var difference: UInt8 = 0
    for index in 0..<32 { difference |= left.bytes.storage[index] ^ right.bytes.storage[index] }
    return difference == 0
  }

  package static func < (left: Self, right: Self) -> Bool {
    for index in 0..<32 where left.bytes.storage[index] != right.bytes.storage[index] {
      return left.bytes.storage[index] < right.bytes.storage[index]
    }
    return false
  }

  package func hash(into hasher: inout Hasher) {
    for word in 0..<4 {
      var bits: UInt64 = 0
      for index in 0..<8 { bits = bits &<< 8 | UInt64(bytes.storage[8 * word + index]) }
      hasher.combine(bits)
    }
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { bytes.description }
}

extension Digest: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(bytes.storage.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    // Bytes of a known number, which are copied faster than by generic code.
    self.init(FixedBytes<32>(copying: bytes.extracting(try reader.take(32, in: bytes))))
  }
}
