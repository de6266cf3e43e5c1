package import Codec
package import Cryptography

/// Who owns something: the last 20 bytes of the hash of a public key, as in Ethereum.
package struct Address: Hashable, Comparable, Sendable {
  package let bytes: FixedBytes<20>

  package init(_ bytes: FixedBytes<20>) {
    self.bytes = bytes
  }

  package init(of key: PublicKey) {
    bytes = key.address
  }

  /// Copies the 20 bytes of a range that was checked to be as long.
  init(copying bytes: Span<UInt8>, at range: Range<Int>) {
    precondition(range.count == 20, "an address is copied from 20 bytes")
    var storage = InlineArray<20, UInt8>(repeating: 0)
    for index in 0..<20 { storage[index] = bytes[range.lowerBound + index] }
    self.init(FixedBytes(storage: storage))
  }

  package static var zero: Self { Self(.zero) }

  // Addresses are compared and looked up in hot paths, so these work on the storage directly.

  package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  package static func < (left: Self, right: Self) -> Bool {
    let (left, right) = (left.words, right.words)
    // The first byte counts most, and words begin with it at their other end.
    if left.0 != right.0 { return left.0.byteSwapped < right.0.byteSwapped }
    if left.1 != right.1 { return left.1.byteSwapped < right.1.byteSwapped }
    return left.2.byteSwapped < right.2.byteSwapped
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
  }

  /// The first eight bytes as a number, in the order of which addresses are.
  package var start: UInt64 { words.0.byteSwapped }

  /// The bytes in three loads; twenty single ones would take longer than the rest of a lookup.
  private var words: (UInt64, UInt64, UInt32) {
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    for index in 0..<8 {
      words.0 |= UInt64(bytes.storage[index]) << UInt64(8 * index)
      words.1 |= UInt64(bytes.storage[8 + index]) << UInt64(8 * index)
    }
    for index in 0..<4 { words.2 |= UInt32(bytes.storage[16 + index]) << UInt32(8 * index) }
    return words
  }
}

extension Address: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(bytes.storage.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    // Bytes of a known number, which are copied faster than by generic code.
    self.init(copying: bytes, at: try reader.take(20, in: bytes))
  }
}

extension Address: ABIValue {
  package static var abiType: ABIType { .address }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(rightAligned: bytes.storage.span)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let word = decoder.takeWord()
    for index in word.lowerBound..<word.lowerBound + 12 where bytes[index] != 0 {
      throw .overflow(bits: 160)
    }
    self.init(FixedBytes(copying: bytes.extracting(word.lowerBound + 12..<word.upperBound)))
  }
}
