/// Why bytes are not the one RLP form of what was expected there.
package enum RLPError: Error, Equatable {
  /// The bytes end inside an item.
  case truncated(needed: Int, available: Int)
  /// The item is complete and bytes are left over.
  case trailing(count: Int)
  /// A list stands where a byte string is expected.
  case expectedBytes
  /// A byte string stands where a list is expected.
  case expectedList
  /// A length has more bytes than any input could need.
  case lengthTooLong(bytes: Int)
  /// A length is written in a longer form than it needs.
  case lengthNotMinimal
  /// A single byte below 0x80 is written with a length.
  case byteNotMinimal
  /// An integer begins with a zero byte.
  case leadingZero
  /// An integer is wider than what it is read into.
  case integerTooWide(bytes: Int, limit: Int)
  /// A byte string of fixed size has another.
  case wrongLength(bytes: Int, expected: Int)
}

extension RLPError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let needed, let available):
      "the RLP ends early: \(needed) more bytes are needed and \(available) are left"
    case .trailing(let count):
      "\(count) bytes follow the end of the RLP item"
    case .expectedBytes:
      "an RLP list stands where a byte string is expected"
    case .expectedList:
      "an RLP byte string stands where a list is expected"
    case .lengthTooLong(let bytes):
      "an RLP length of \(bytes) bytes is more than any input needs"
    case .lengthNotMinimal:
      "an RLP length is written in a longer form than it needs"
    case .byteNotMinimal:
      "a single byte below 0x80 is its own RLP form and takes no length"
    case .leadingZero:
      "an RLP integer begins with a zero byte"
    case .integerTooWide(let bytes, let limit):
      "an RLP integer of \(bytes) bytes is wider than the \(limit) it may have"
    case .wrongLength(let bytes, let expected):
      "an RLP byte string of \(bytes) bytes stands where \(expected) are expected"
    }
  }
}
