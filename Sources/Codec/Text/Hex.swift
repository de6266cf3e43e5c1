/// Bytes as hexadecimal text.
package enum Hex {
  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x61 - 10 + nibble
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case 0x30...0x39: character - 0x30
    case 0x41...0x46: character - 0x41 + 10
    case 0x61...0x66: character - 0x61 + 10
    default: nil
    }
  }

  /// Lower-case digits, two a byte.
  package static func encode(_ bytes: Span<UInt8>, prefix: Bool = false) -> String {
    var text: [UInt8] = prefix ? [0x30, 0x78] : []
    text.reserveCapacity(text.count + 2 * bytes.count)
    for index in bytes.indices {
      text.append(digit(bytes[index] >> 4))
      text.append(digit(bytes[index] & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads digits of either case, with or without `0x` in front.
  package static func decode(_ text: String) throws(HexError) -> [UInt8] {
    let characters = Array(text.utf8)
    let start = characters.starts(with: [0x30, 0x78]) ? 2 : 0
    guard (characters.count - start) % 2 == 0 else {
      throw .oddLength(digits: characters.count - start)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((characters.count - start) / 2)
    for position in stride(from: start, to: characters.count, by: 2) {
      guard let high = value(characters[position]) else { throw .notADigit(position: position) }
      guard let low = value(characters[position + 1]) else {
        throw .notADigit(position: position + 1)
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Reads digits that make up exactly a value of fixed size.
  package static func decode<let count: Int>(
    _ text: String, as type: FixedBytes<count>.Type = FixedBytes<count>.self
  ) throws(HexError) -> FixedBytes<count> {
    let bytes = try decode(text)
    guard let value = FixedBytes<count>(bytes) else {
      throw .wrongLength(bytes: bytes.count, expected: count)
    }
    return value
  }
}

/// Why text is not hexadecimal, or not of the expected size.
package enum HexError: Error, Equatable {
  case oddLength(digits: Int)
  case notADigit(position: Int)
  case wrongLength(bytes: Int, expected: Int)
}

extension HexError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .oddLength(let digits):
      "hexadecimal text has two digits a byte, and this one has \(digits)"
    case .notADigit(let position):
      "the character at position \(position) is not a hexadecimal digit"
    case .wrongLength(let bytes, let expected):
      "\(expected) bytes are expected, and these are \(bytes)"
    }
  }
}
