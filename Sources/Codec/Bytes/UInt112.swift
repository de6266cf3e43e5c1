/// A number of at most 112 bits: the reserve of a pool, in the width that client code expects.
///
/// The product of two of them, and of one with a price of the same width, fits into 256 bits.
package struct UInt112: Sendable, Hashable, Comparable {
  package static let max = Self(low: 1 << 112 - 1)
  package static let zero = Self(low: 0)

  /// The number in a type that has arithmetic.
  package let value: UInt128

  private init(low value: UInt128) {
    self.value = value
  }

  /// The number, or nothing if it is wider.
  package init?(exactly value: UInt128) {
    guard value <= Self.max.value else { return nil }
    self.value = value
  }

  package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension UInt112: CustomStringConvertible {
  package var description: String { String(value) }
}

extension UInt112: ABIValue {
  package static var abiType: ABIType { .uint(bits: 112) }

  package func encode(into encoder: inout ABIEncoder) {
    value.encode(into: &encoder)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let word = decoder.decodeWord(in: bytes)
    guard word.high == 0, let number = Self(exactly: word.low) else { throw .overflow(bits: 112) }
    self = number
  }
}

/// The 16 bytes of the type that holds it, with the two highest zero.
extension UInt112: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(value)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    guard let number = Self(exactly: try reader.read(in: bytes)) else {
      throw .forbidden("a reserve has at most 112 bits")
    }
    self = number
  }
}
