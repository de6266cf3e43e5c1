import Foundation

/// How a request for HTTP becomes a WebSocket: RFC 6455, section 4.2.
enum WebSocketHandshake {
  /// Appended to the client's key, to show that the server knows the protocol.
  private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

  /// The answer that opens the WebSocket.
  static func response(to head: HTTPHead) throws(HTTPRefusal) -> HTTPResponse {
    guard !head.isVersion10, head.tokens(.connection).contains("upgrade") else {
      throw .malformed("an upgrade is asked for with HTTP/1.1 and `Connection: Upgrade`")
    }
    guard head.framing == .length(0) else { throw .malformed("an upgrade has no body") }
    guard head[.webSocketVersion] == "13" else {
      throw HTTPRefusal(.upgradeRequired, "version 13 of the protocol is spoken here")
    }
    guard let key = head[.webSocketKey], key.utf8.count == 24,
      Data(base64Encoded: key)?.count == 16
    else { throw .malformed("the key is not 16 bytes in Base64") }
    return HTTPResponse(
      .switchingProtocols,
      fields: [
        ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", acceptance(of: key)),
      ])
  }

  static func acceptance(of key: String) -> String {
    Data(SHA1.hash(Array((key + suffix).utf8))).base64EncodedString()
  }
}
