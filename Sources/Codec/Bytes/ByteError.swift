/// Why bytes are not the canonical form of the value they were read as.
package enum ByteError: Error, Equatable {
  /// The bytes end inside a value.
  case truncated(needed: Int, available: Int)
  /// The value is complete and bytes are left over.
  case trailing(count: Int)
  /// A length or count exceeds the limit that is set for it.
  case tooLong(count: Int, limit: Int)
  /// A number stands for no member of the named type.
  case unknown(type: StaticString, code: UInt64)
  /// The bytes have the right shape, and the named rule forbids this value.
  case forbidden(StaticString)

  package static func == (left: Self, right: Self) -> Bool {
    left.description == right.description
  }
}

extension ByteError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let needed, let available):
      "the bytes end early: \(needed) more are needed and \(available) are left"
    case .trailing(let count):
      "\(count) bytes follow the end of the value"
    case .tooLong(let count, let limit):
      "a length of \(count) exceeds the limit of \(limit)"
    case .unknown(let type, let code):
      "\(code) is no known \(type)"
    case .forbidden(let rule):
      "\(rule)"
    }
  }
}
