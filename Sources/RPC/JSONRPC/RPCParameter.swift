/// One parameter of a method: its name, what it may be, and how it is read.
package struct RPCParameter<Value: Sendable>: Sendable {
  package let name: String
  package let form: RPCForm
  package let isRequired: Bool
  private let read: @Sendable (JSONValue?) throws(RPCFormError) -> Value

  private init(
    name: String, form: RPCForm, isRequired: Bool,
    read: @escaping @Sendable (JSONValue?) throws(RPCFormError) -> Value
  ) {
    self.name = name
    self.form = form
    self.isRequired = isRequired
    self.read = read
  }

  /// A parameter that every call names.
  package static func required(_ name: String, _ type: RPCType<Value>) -> RPCParameter {
    RPCParameter(name: name, form: type.form, isRequired: true) { json throws(RPCFormError) in
      try type.read(json ?? .null)
    }
  }

  /// A parameter that may be left out, or null.
  package static func optional<Wrapped>(
    _ name: String, _ type: RPCType<Wrapped>
  ) -> RPCParameter where Value == Wrapped? {
    RPCParameter(name: name, form: type.form, isRequired: false) { json throws(RPCFormError) in
      guard let json else { return nil }
      return try type.read(json)
    }
  }

  /// A parameter that stands for another value where it is left out, or null.
  package static func optional(
    _ name: String, _ type: RPCType<Value>, standard: Value
  ) -> RPCParameter {
    RPCParameter(name: name, form: type.form, isRequired: false) { json throws(RPCFormError) in
      guard let json else { return standard }
      return try type.read(json)
    }
  }

  /// Reads the argument; null counts as left out.
  func value(of json: JSONValue?, at index: Int) throws(RPCError) -> Value {
    let given = json == .null ? nil : json
    guard given != nil || !isRequired else {
      throw .invalidParameters("missing value for required argument \(index)")
    }
    do throws(RPCFormError) {
      return try read(given)
    } catch {
      throw .invalidParameters("invalid argument \(index): \(error.reason)")
    }
  }
}
