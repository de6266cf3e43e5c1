/// Whether bytes that come in pieces are UTF-8, told as early as it can be.
struct UTF8Check: Sendable {
  /// How many bytes of the current character are missing, and what the next of them may be.
  private var missing = 0
  private var nextAllowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether the bytes so far end with a whole character.
  var isComplete: Bool { missing == 0 }

  /// Looks at more bytes; false as soon as nothing could make up for what was seen.
  mutating func accept(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      if missing == 0 && byte < 0x80 { continue }
      guard accept(byte) else { return false }
    }
    return true
  }

  private mutating func accept(_ byte: UInt8) -> Bool {
    guard missing == 0 else {
      guard nextAllowed.contains(byte) else { return false }
      missing -= 1
      nextAllowed = 0x80...0xBF
      return true
    }
    // The second byte is what excludes long forms, surrogates and what is beyond Unicode.
    switch byte {
    case 0xC2...0xDF: (missing, nextAllowed) = (1, 0x80...0xBF)
    case 0xE0: (missing, nextAllowed) = (2, 0xA0...0xBF)
    case 0xED: (missing, nextAllowed) = (2, 0x80...0x9F)
    case 0xE1...0xEF: (missing, nextAllowed) = (2, 0x80...0xBF)
    case 0xF0: (missing, nextAllowed) = (3, 0x90...0xBF)
    case 0xF1...0xF3: (missing, nextAllowed) = (3, 0x80...0xBF)
    case 0xF4: (missing, nextAllowed) = (3, 0x80...0x8F)
    default: return false
    }
    return true
  }
}
