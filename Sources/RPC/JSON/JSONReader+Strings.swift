extension JSONReader {
  /// Reads a string, its quotes included.
  mutating func readText() throws(JSONError) -> String {
    advance()
    let start = position
    while true {
      switch try byte() {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        advance()
        return text
      case UInt8(ascii: "\\"):
        return try readEscapedText(behind: Array(bytes[start..<position]))
      case 0x00..<0x20:
        throw failure(.controlCharacter)
      default:
        advance()
      }
    }
  }

  private mutating func readEscapedText(
    behind beginning: [UInt8]
  ) throws(JSONError) -> String {
    var text = beginning
    while true {
      let next = try byte()
      switch next {
      case UInt8(ascii: "\""):
        advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try readEscape(into: &text)
      case 0x00..<0x20:
        throw failure(.controlCharacter)
      default:
        text.append(next)
        advance()
      }
    }
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
    advance()
    let letter = try byte()
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      advance()
      text.append(contentsOf: String(try readScalar()).utf8)
      return
    default: throw failure(.unknownEscape)
    }
    advance()
  }

  /// Reads the digits of one escape, or of two that make up a surrogate pair.
  private mutating func readScalar() throws(JSONError) -> Character {
    let first = try readDigits()
    var value = UInt32(first)
    if (0xD800..<0xDC00).contains(first) {
      guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw failure(.loneSurrogate) }
      advance(by: 2)
      let second = try readDigits()
      guard (0xDC00..<0xE000).contains(second) else { throw failure(.loneSurrogate) }
      value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    }
    guard let scalar = UnicodeScalar(value) else { throw failure(.loneSurrogate) }
    return Character(scalar)
  }

  private mutating func readDigits() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = try byte().hexValue else { throw failure(.unknownEscape) }
      value = value << 4 | UInt16(digit)
      advance()
    }
    return value
  }
}
