/// A 256-bit unsigned number: the word of the contract interface.
///
/// The chain's own quantities are 64 or 128 bits wide. This type carries words in and out, and the
/// few values clients insist on at full width; it has only the operations those need.
package struct UInt256: Sendable, Hashable {
  package var high: UInt128
  package var low: UInt128

  package init(high: UInt128 = 0, low: UInt128) {
    self.high = high
    self.low = low
  }

  package init(_ number: some UnsignedInteger & FixedWidthInteger) {
    self.init(low: UInt128(number))
  }

  // The generic one is not specialised for callers in other modules; these are what they mostly
  // want.

  package init(_ number: UInt64) {
    self.init(low: UInt128(number))
  }

  package init(_ number: UInt128) {
    self.init(low: number)
  }

  package static var zero: Self { Self(low: 0) }
  package static var max: Self { Self(high: .max, low: .max) }

  /// The exact product of two 128-bit numbers.
  package init(_ left: UInt128, times right: UInt128) {
    let product = left.multipliedFullWidth(by: right)
    self.init(high: product.high, low: product.low)
  }

  /// Reads up to 32 bytes, most significant first.
  package init(bigEndian bytes: Span<UInt8>) {
    precondition(bytes.count <= 32, "a 256-bit number has at most 32 bytes")
    var words = InlineArray<4, UInt64>(repeating: 0)
    let lead = 32 - bytes.count
    for index in bytes.indices {
      let word = (lead + index) / 8
      words[word] = words[word] &<< 8 | UInt64(bytes[index])
    }
    self.init(
      high: UInt128(words[0]) &<< 64 | UInt128(words[1]),
      low: UInt128(words[2]) &<< 64 | UInt128(words[3]))
  }

  /// All 32 bytes, most significant first.
  package var bigEndianBytes: FixedBytes<32> {
    let words: InlineArray<4, UInt64> = [
      UInt64(truncatingIfNeeded: high &>> 64), UInt64(truncatingIfNeeded: high),
      UInt64(truncatingIfNeeded: low &>> 64), UInt64(truncatingIfNeeded: low),
    ]
    var bytes = InlineArray<32, UInt8>(repeating: 0)
    for word in 0..<4 {
      let bits = words[word]
      for index in 0..<8 {
        bytes[8 * word + index] = UInt8(truncatingIfNeeded: bits &>> UInt64(56 - 8 * index))
      }
    }
    return FixedBytes(storage: bytes)
  }
}

extension UInt256: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    left.high < right.high || (left.high == right.high && left.low < right.low)
  }
}

extension UInt256: CustomStringConvertible {
  /// Decimal digits.
  package var description: String {
    guard high > 0 else { return String(low) }
    // Division by ten of the 32 base-256 digits, until nothing is left.
    var number = bigEndianBytes
    var digits: [UInt8] = []
    while number != .zero {
      var remainder = 0
      for index in 0..<32 {
        let current = remainder << 8 | Int(number[index])
        number[index] = UInt8(current / 10)
        remainder = current % 10
      }
      digits.append(0x30 + UInt8(remainder))
    }
    return String(decoding: digits.reversed(), as: UTF8.self)
  }
}
