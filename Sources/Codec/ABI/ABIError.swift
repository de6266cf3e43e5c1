/// Why bytes are not the canonical ABI form of the expected types.
package enum ABIError: Error, Equatable {
  /// The bytes end inside a value.
  case truncated(needed: Int, available: Int)
  /// The values are complete and bytes are left over.
  case trailing(count: Int)
  /// A word holds a number that its type cannot.
  case overflow(bits: Int)
  /// A word that stands for a truth value is neither 0 nor 1.
  case notBool
  /// Bytes that only fill up a word are not zero.
  case dirtyPadding
  /// A value stands elsewhere than right behind the ones before it.
  case offset(found: UInt256, expected: Int)
  /// A length exceeds what the bytes can hold.
  case length(found: UInt256, available: Int)
  /// Text is not UTF-8.
  case notUTF8
}

extension ABIError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let needed, let available):
      "the arguments end early: \(needed) more bytes are needed and \(available) are left"
    case .trailing(let count):
      "\(count) bytes follow the last argument"
    case .overflow(let bits):
      "an argument does not fit its \(bits) bits"
    case .notBool:
      "a truth value is 0 or 1"
    case .dirtyPadding:
      "the bytes that fill up a word are zero"
    case .offset(let found, let expected):
      "an argument stands at offset \(found), and right behind the others would be \(expected)"
    case .length(let found, let available):
      "an argument of length \(found) cannot stand in the \(available) bytes that are left"
    case .notUTF8:
      "text is UTF-8"
    }
  }
}
