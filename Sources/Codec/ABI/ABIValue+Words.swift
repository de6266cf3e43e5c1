/// An unsigned integer narrower than a word.
package protocol ABIInteger: ABIValue, FixedWidthInteger, UnsignedInteger {}

extension ABIInteger {
  package static var abiType: ABIType { .uint(bits: bitWidth) }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(UInt256(self))
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let word = decoder.decodeWord(in: bytes)
    guard word.high == 0, let value = Self(exactly: word.low) else {
      throw .overflow(bits: Self.bitWidth)
    }
    self = value
  }
}

extension UInt8: ABIInteger {}
extension UInt16: ABIInteger {}
extension UInt32: ABIInteger {}

// Most numbers of the interface are of these two widths, and generic code is many times as slow.

extension UInt64: ABIInteger {
  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(UInt256(self))
  }
}

extension UInt128: ABIInteger {
  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(UInt256(self))
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let word = decoder.decodeWord(in: bytes)
    guard word.high == 0 else { throw .overflow(bits: 128) }
    self = word.low
  }
}

extension UInt256: ABIValue {
  package static var abiType: ABIType { .uint(bits: 256) }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(self)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    self = decoder.decodeWord(in: bytes)
  }
}

extension Bool: ABIValue {
  package static var abiType: ABIType { .bool }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeWord(UInt256(self ? 1 as UInt8 : 0))
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let word = decoder.decodeWord(in: bytes)
    guard word <= UInt256(1 as UInt8) else { throw .notBool }
    self = word.low == 1
  }
}

/// A value of up to 32 bytes that stands at the high end of its word, like `bytes32`.
extension FixedBytes: ABIValue {
  package static var abiType: ABIType { .fixedBytes(count: count) }

  package func encode(into encoder: inout ABIEncoder) {
    precondition(count <= 32, "byte strings of fixed size take one word")
    encoder.encodeWord(leftAligned: storage.span)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    precondition(count <= 32, "byte strings of fixed size take one word")
    let word = decoder.takeWord()
    for index in word.lowerBound + count..<word.upperBound where bytes[index] != 0 {
      throw .dirtyPadding
    }
    self.init(copying: bytes.extracting(word.lowerBound..<word.lowerBound + count))
  }
}
