/// Bytes as bech32 text (BIP-173): a readable prefix, base-32 characters and a checksum.
package enum Bech32 {
  /// The longest text the checksum was designed for.
  private static var textCountMax: Int { 90 }
  private static var checksumCount: Int { 6 }

  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  private static func checksum(_ values: [UInt8]) -> UInt32 {
    let generators: [UInt32] = [
      0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
    ]
    var state: UInt32 = 1
    for value in values {
      let top = state >> 25
      state = (state & 0x1FF_FFFF) << 5 ^ UInt32(value)
      for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { state ^= generators[bit] }
    }
    return state
  }

  private static func expanded(prefix: [UInt8]) -> [UInt8] {
    prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
  }

  /// Writes bytes behind a lower-case prefix.
  package static func encode(_ bytes: Span<UInt8>, prefix: String) -> String {
    var values: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for index in bytes.indices {
      buffer = buffer << 8 | UInt32(bytes[index])
      bits += 8
      while bits >= 5 {
        bits -= 5
        values.append(UInt8(truncatingIfNeeded: buffer >> bits) & 31)
      }
      buffer &= 1 << bits - 1
    }
    if bits > 0 { values.append(UInt8(truncatingIfNeeded: buffer << (5 - bits)) & 31) }
    let padding = [UInt8](repeating: 0, count: checksumCount)
    let remainder = checksum(expanded(prefix: Array(prefix.utf8)) + values + padding) ^ 1
    for index in 0..<checksumCount {
      values.append(UInt8(truncatingIfNeeded: remainder >> UInt32(5 * (5 - index))) & 31)
    }
    return prefix + "1" + String(decoding: values.map { alphabet[Int($0)] }, as: UTF8.self)
  }

  /// Reads text of one case whose checksum holds.
  package static func decode(
    _ text: String
  ) throws(Bech32Error) -> (prefix: String, bytes: [UInt8]) {
    var characters = Array(text.utf8)
    guard characters.count <= textCountMax else { throw .tooLong(characters: characters.count) }
    if let position = characters.firstIndex(where: { !(33...126).contains($0) }) {
      throw .badCharacter(position: position)
    }
    let hasUpper = characters.contains { (0x41...0x5A).contains($0) }
    let hasLower = characters.contains { (0x61...0x7A).contains($0) }
    guard !(hasUpper && hasLower) else { throw .mixedCase }
    if hasUpper { characters = characters.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 } }
    guard let separator = characters.lastIndex(of: 0x31), separator > 0 else { throw .noPrefix }
    guard characters.count - separator - 1 >= checksumCount else { throw .noChecksum }
    var values: [UInt8] = []
    for position in separator + 1..<characters.count {
      guard let value = alphabet.firstIndex(of: characters[position]) else {
        throw .badCharacter(position: position)
      }
      values.append(UInt8(value))
    }
    let prefix = Array(characters[..<separator])
    guard checksum(expanded(prefix: prefix) + values) == 1 else { throw .badChecksum }
    values.removeLast(checksumCount)
    return (String(decoding: prefix, as: UTF8.self), try wholeBytes(values))
  }

  private static func wholeBytes(_ values: [UInt8]) throws(Bech32Error) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for value in values {
      buffer = buffer << 5 | UInt32(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        buffer &= 1 << bits - 1
      }
    }
    guard bits < 5, buffer == 0 else { throw .badPadding }
    return bytes
  }
}

/// Why text is not bech32.
package enum Bech32Error: Error, Equatable {
  case tooLong(characters: Int)
  case badCharacter(position: Int)
  case mixedCase
  case noPrefix
  case noChecksum
  case badChecksum
  case badPadding
}

extension Bech32Error: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLong(let characters):
      "bech32 text has at most 90 characters, and this one has \(characters)"
    case .badCharacter(let position):
      "the character at position \(position) does not occur in bech32 text"
    case .mixedCase:
      "bech32 text is all lower case or all upper case"
    case .noPrefix:
      "bech32 text begins with a prefix and the character 1"
    case .noChecksum:
      "bech32 text ends with six characters of checksum"
    case .badChecksum:
      "the checksum does not match: a character is wrong or missing"
    case .badPadding:
      "the characters do not make up whole bytes"
    }
  }
}
