/// Why a WebSocket ends: a code of RFC 6455, section 7.4, and words.
package struct WebSocketClosing: Error, Equatable, Sendable {
  package let code: UInt16
  package let reason: String

  package init(_ code: UInt16, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  static func protocolError(_ reason: String) -> WebSocketClosing {
    WebSocketClosing(1002, reason)
  }

  package static let goingAway = WebSocketClosing(1001, "the server is shutting down")
  package static let textOnly = WebSocketClosing(1003, "messages are text here")
  package static let notUTF8 = WebSocketClosing(1007, "a text is not UTF-8")
  package static let tooSlow = WebSocketClosing(1008, "messages are not read fast enough")
  package static let tooLarge = WebSocketClosing(1009, "the message is too large")
  package static let noMemory = WebSocketClosing(1013, "the server is busy, try again later")
  package static let silent = WebSocketClosing(1001, "a ping was not answered")

  /// Whether a client may say this code.
  static func isLegal(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
