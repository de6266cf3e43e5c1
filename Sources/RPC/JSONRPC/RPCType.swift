import Codec

/// A type of parameter: its form, and how a value of that form is read.
package struct RPCType<Value: Sendable>: Sendable {
  package let form: RPCForm
  package let read: @Sendable (JSONValue) throws(RPCFormError) -> Value

  package init(
    _ form: RPCForm, read: @escaping @Sendable (JSONValue) throws(RPCFormError) -> Value
  ) {
    self.form = form
    self.read = read
  }
}

/// Why a JSON value is none of a parameter's form.
package struct RPCFormError: Error, Equatable {
  package let reason: String

  package init(_ reason: String) {
    self.reason = reason
  }

  static func wrongKind(_ json: JSONValue, expected: String) -> RPCFormError {
    RPCFormError("\(json.kind) where \(expected) is expected")
  }
}

extension RPCType where Value == JSONValue {
  package static let any = RPCType(.any) { json in json }
}

extension RPCType where Value == String {
  package static let text = RPCType(.text) { json throws(RPCFormError) in
    guard case .string(let text) = json else { throw .wrongKind(json, expected: "a string") }
    return text
  }
}

extension RPCType where Value == Bool {
  package static let boolean = RPCType(.boolean) { json throws(RPCFormError) in
    guard case .boolean(let value) = json else {
      throw .wrongKind(json, expected: "true or false")
    }
    return value
  }
}

extension RPCType where Value == [UInt8] {
  /// Bytes, with the messages that Geth gives.
  package static let data = RPCType(.data) { json throws(RPCFormError) in
    let digits = try RPCFormError.digits(of: json)
    do {
      return try Hex.decode(String(digits))
    } catch {
      throw RPCFormError(
        digits.utf8.count % 2 == 0 ? "invalid hex string" : "hex string of odd length")
    }
  }
}

extension RPCType where Value: UnsignedInteger & FixedWidthInteger {
  /// A number in hex, with the messages that Geth gives.
  package static var quantity: RPCType {
    RPCType(.quantity) { json throws(RPCFormError) in
      let digits = try RPCFormError.digits(of: json)
      guard !digits.isEmpty else { throw RPCFormError("hex string \"0x\"") }
      guard digits.utf8.count == 1 || digits.utf8.first != UInt8(ascii: "0") else {
        throw RPCFormError("hex number with leading zero digits")
      }
      guard digits.utf8.allSatisfy({ $0.hexValue != nil }) else {
        throw RPCFormError("invalid hex string")
      }
      guard let number = Value(digits, radix: 16) else {
        throw RPCFormError("hex number > \(Value.bitWidth) bits")
      }
      return number
    }
  }
}

extension RPCFormError {
  /// What follows the prefix of a string in hex.
  fileprivate static func digits(of json: JSONValue) throws(RPCFormError) -> Substring {
    guard case .string(let text) = json else {
      throw .wrongKind(json, expected: "a string in hex")
    }
    guard !text.isEmpty else { throw RPCFormError("empty hex string") }
    guard text.hasPrefix("0x") else { throw RPCFormError("hex string without 0x prefix") }
    return text.dropFirst(2)
  }
}
