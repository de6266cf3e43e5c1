/// An answer to a request, and how it is written.
package struct HTTPResponse: Sendable {
  package var status: HTTPStatus
  package var fields: [(name: String, value: String)] = []
  package var body: [UInt8] = []

  init(_ status: HTTPStatus, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  init(_ refusal: HTTPRefusal) {
    self.init(
      refusal.status, fields: [("Content-Type", "text/plain; charset=utf-8")],
      body: Array((refusal.reason + "\n").utf8))
  }

  /// How the answer fits to its request.
  struct Delivery: Sendable {
    /// Whether the body is left out, though its length is told.
    var omitsBody = false
    var closes = false
    /// Whether the client would otherwise take silence for closing.
    var confirmsKeepAlive = false
  }

  /// The bytes to send, with a date as RFC 9110 asks for.
  func bytes(_ delivery: Delivery, unixSeconds: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256 + body.count)
    bytes.append(contentsOf: status.line.utf8)
    HTTPDate.append(unixSeconds: unixSeconds, to: &bytes)
    for (name, value) in fields {
      bytes.append(contentsOf: name.utf8)
      bytes.append(contentsOf: ": ".utf8)
      bytes.append(contentsOf: value.utf8)
      bytes.append(contentsOf: "\r\n".utf8)
    }
    if status != .noContent && status != .switchingProtocols {
      bytes.append(contentsOf: "Content-Length: ".utf8)
      bytes.append(contentsOf: String(body.count).utf8)
      bytes.append(contentsOf: "\r\n".utf8)
    }
    if delivery.closes {
      bytes.append(contentsOf: "Connection: close\r\n".utf8)
    } else if delivery.confirmsKeepAlive {
      bytes.append(contentsOf: "Connection: keep-alive\r\n".utf8)
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
    if !delivery.omitsBody { bytes.append(contentsOf: body) }
    return bytes
  }
}
