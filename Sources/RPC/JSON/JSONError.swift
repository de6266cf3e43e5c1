/// Why bytes are no JSON text as RFC 8259 has it, or one beyond our limits.
package struct JSONError: Error, Equatable {
  /// What is wrong, apart from where.
  package enum Reason: Equatable, Sendable {
    case notUTF8
    case incomplete
    case unexpectedByte(UInt8)
    case controlCharacter
    case unknownEscape
    case loneSurrogate
    case duplicateName(String)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
  }

  package let reason: Reason
  /// How many bytes of the text came before.
  package let offset: Int

  package init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  package var description: String { "\(reason) at byte \(offset)" }
}

extension JSONError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notUTF8: "bytes that are not UTF-8"
    case .incomplete: "the text ends too early"
    case .unexpectedByte(let byte) where (0x21...0x7E).contains(byte):
      "unexpected '\(Character(UnicodeScalar(byte)))'"
    case .unexpectedByte: "unexpected byte"
    case .controlCharacter: "a control character in a string, which must be escaped"
    case .unknownEscape: "an escape that JSON does not have"
    case .loneSurrogate: "half of a surrogate pair"
    case .duplicateName: "a member whose name the object already has"
    case .tooDeep(let limit): "nesting deeper than \(limit)"
    case .tooManyValues(let limit): "more than \(limit) values"
    }
  }
}
