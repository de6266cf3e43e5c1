/// Why a call is not answered with a result, in the form that clients are told.
///
/// Clients classify by code and by Geth's English phrases, so both are fixed here.
package struct RPCError: Error, Equatable, Sendable {
  package let code: Int
  package let message: String
  package let data: JSONValue?

  package init(code: Int, message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}

extension RPCError {
  // The specification's own.
  package static let parseError = RPCError(code: -32700, message: "parse error")

  package static func invalidRequest(_ message: String = "invalid request") -> RPCError {
    RPCError(code: -32600, message: message)
  }

  package static func methodNotFound(_ method: String) -> RPCError {
    // The name is whatever the client sent, of any length.
    RPCError(
      code: -32601, message: "the method \(method.prefix(100)) does not exist/is not available")
  }

  package static func invalidParameters(_ message: String) -> RPCError {
    RPCError(code: -32602, message: message)
  }

  package static let internalError = RPCError(code: -32603, message: "internal error")

  // Of the server, beyond the specification.
  package static let emptyBatch = invalidRequest("empty batch")
  package static let batchTooLarge = invalidRequest("batch too large")
  package static let answerTooLarge = RPCError(code: -32003, message: "response too large")
  package static let busy = RPCError(code: -32005, message: "the server is busy, try again later")

  /// What the chain refuses, in Geth's words.
  package static func refused(_ message: String) -> RPCError {
    RPCError(code: -32000, message: message)
  }

  /// A call that a contract reverted, with what it returned.
  package static func reverted(_ reason: String?, data: JSONValue) -> RPCError {
    let message = "execution reverted" + (reason.map { ": \($0)" } ?? "")
    return RPCError(code: 3, message: message, data: data)
  }

  func write(to writer: inout JSONWriter) {
    writer.writeObject { writer in
      writer.writeName("code")
      writer.write(JSONNumber(code))
      writer.writeName("message")
      writer.write(message)
      if let data {
        writer.writeName("data")
        writer.write(data)
      }
    }
  }
}
