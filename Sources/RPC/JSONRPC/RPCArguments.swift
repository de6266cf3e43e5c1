/// What a call hands to its method: by position, by name, or nothing.
package enum RPCArguments: Sendable, Equatable {
  case positional([JSONValue])
  case named(JSONObject)

  static let none = RPCArguments.positional([])
}
