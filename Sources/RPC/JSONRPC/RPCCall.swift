/// One request object: a call, or a notification if it has no id.
struct RPCCall: Sendable {
  /// The id as it was written, to be echoed byte for byte; nothing for a notification.
  let id: [UInt8]?
  let content: Result<Content, RPCError>

  /// What is called, with what.
  struct Content: Sendable {
    let method: String
    let arguments: RPCArguments
  }

  static let nullID = Array("null".utf8)

  /// Reads one element of a batch, or the whole request.
  ///
  /// What is no JSON throws. What is JSON and no request object is a call that is answered with an
  /// error.
  init(from reader: inout JSONReader) throws(JSONError) {
    guard try reader.kind() == .object else {
      _ = try reader.skipValue()
      id = Self.nullID
      content = .failure(.invalidRequest())
      return
    }
    var draft = Draft()
    try reader.readObject { reader, name throws(JSONError) in
      try draft.read(name, from: &reader)
    }
    id = draft.echoedID
    content = draft.content
  }

  /// The members as far as they have been read.
  private struct Draft {
    var id: [UInt8]?
    var isValid = true
    var hasVersion = false
    var method: String?
    var arguments = RPCArguments.none

    mutating func read(_ name: String, from reader: inout JSONReader) throws(JSONError) {
      switch (name, try reader.kind()) {
      case ("id", .string), ("id", .number), ("id", .null):
        id = Array(reader.bytes[try reader.skipValue()])
      case ("method", .string):
        method = try reader.readString()
      case ("jsonrpc", .string):
        hasVersion = try reader.readString() == "2.0"
      case ("params", .array), ("params", .object), ("params", .null):
        switch try reader.readValue() {
        case .array(let values): arguments = .positional(values)
        case .object(let object): arguments = .named(object)
        default: break
        }
      case ("id", _):
        _ = try reader.skipValue()
        id = RPCCall.nullID
        isValid = false
      case ("params", _):
        _ = try reader.skipValue()
        isValid = false
      default:
        _ = try reader.skipValue()
      }
    }

    var content: Result<Content, RPCError> {
      guard isValid, hasVersion, let method else { return .failure(.invalidRequest()) }
      return .success(Content(method: method, arguments: arguments))
    }

    /// What is no valid request is answered in any case, with the id if that could be read.
    var echoedID: [UInt8]? {
      switch content {
      case .success: id
      case .failure: id ?? RPCCall.nullID
      }
    }
  }
}
