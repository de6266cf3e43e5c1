/// Which field of a genesis breaks a rule, with what value, and what would be allowed.
package struct GenesisError: Error, Equatable {
  /// The path of the field, such as `validators[2].stake`.
  package let field: String
  package let value: String
  package let allowed: String

  package init(field: String, value: String, allowed: String) {
    self.field = field
    self.value = value
    self.allowed = allowed
  }

  static func check(
    _ field: String, _ value: UInt64, in range: ClosedRange<UInt64>
  ) throws(GenesisError) {
    guard range.contains(value) else {
      throw GenesisError(
        field: field, value: String(value),
        allowed: range.lowerBound == range.upperBound
          ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  static func check(_ field: String, _ text: String, sizeBytesMax: Int) throws(GenesisError) {
    guard text.utf8.count <= sizeBytesMax, text.isPrintable else {
      throw GenesisError(
        field: field, value: "\(text.utf8.count) bytes",
        allowed: "at most \(sizeBytesMax) bytes of text without control characters")
    }
  }
}

extension GenesisError: CustomStringConvertible {
  package var description: String { "genesis: \(field) is \(value); allowed: \(allowed)" }
}
