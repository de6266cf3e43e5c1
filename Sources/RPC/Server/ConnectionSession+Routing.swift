extension ConnectionSession {
  private static let allowedMethods = "POST, GET, HEAD, OPTIONS"

  /// Decides, before its body comes, what a request may have.
  mutating func receive(_ head: HTTPHead, at now: Moment) throws(HTTPRefusal) {
    try rules.check(head)
    let exchange = Exchange(
      delivery: .init(
        omitsBody: head.method == "HEAD", closes: !head.keepsAlive,
        confirmsKeepAlive: head.isVersion10),
      origin: head[.origin])
    guard head.path == "/" || head.target == "*" && head.method == "OPTIONS" else {
      try dismiss(
        head, HTTPResponse(HTTPRefusal(.notFound, "there is nothing at this path")), exchange, now)
      return
    }
    switch head.method {
    case "POST":
      try checkContent(of: head)
      if head.expectsContinue, parser.input.isEmpty {
        output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), kind: .response)
      }
      phase = .body(exchange)
    case "GET" where head.asksForWebSocket:
      try upgrade(head, at: now)
    case "GET", "HEAD":
      let text = [("Content-Type", "text/plain; charset=utf-8")]
      let response = HTTPResponse(.ok, fields: text.map { ($0, $1) }, body: greeting)
      try dismiss(head, response, exchange, now)
    case "OPTIONS":
      try dismiss(head, preflight(head), exchange, now)
    default:
      var response = HTTPResponse(
        HTTPRefusal(.methodNotAllowed, "the methods here are \(Self.allowedMethods)"))
      response.fields.append(("Allow", Self.allowedMethods))
      try dismiss(head, response, exchange, now)
    }
  }

  /// Answers a request whose body is of no interest.
  private mutating func dismiss(
    _ head: HTTPHead, _ response: HTTPResponse, _ exchange: Exchange, _ now: Moment
  ) throws(HTTPRefusal) {
    var exchange = exchange
    if head.framing == .length(0) {
      _ = try parser.readBody()
    } else {
      // Reading a body only to drop it would cost as much as one that is wanted.
      exchange.delivery.closes = true
    }
    send(response, in: exchange, at: now)
  }

  private func checkContent(of head: HTTPHead) throws(HTTPRefusal) {
    let encodings = head.tokens(.contentEncoding)
    guard encodings.allSatisfy({ $0 == "identity" }) else {
      throw HTTPRefusal(.unsupportedMediaType, "bodies come without a content encoding")
    }
    let parts = (head[.contentType] ?? "").lowercased().split(separator: ";")
      .map { $0.trimming { $0 == " " || $0 == "\t" } }
    let types = ["application/json", "application/json-rpc", "application/jsonrequest"]
    let charsets = ["charset=utf-8", "charset=\"utf-8\""]
    // Browsers ask first before a page may send this type to another site; with any other type
    // they would not.
    guard let type = parts.first, types.contains(String(type)),
      parts.dropFirst().allSatisfy({ !$0.hasPrefix("charset=") || charsets.contains(String($0)) })
    else {
      throw HTTPRefusal(.unsupportedMediaType, "bodies are application/json in UTF-8")
    }
  }

  private mutating func upgrade(_ head: HTTPHead, at now: Moment) throws(HTTPRefusal) {
    let response = try WebSocketHandshake.response(to: head)
    _ = try parser.readBody()
    output.append(response.bytes(.init(), unixSeconds: now.unixSeconds), kind: .response)
    let session = WebSocketSession(
      input: parser.takeRest(), messageBytesMax: limits.bodyBytesMax)
    phase = .webSocket(session, isWorking: false)
  }

  /// What a browser asks before a page may send a request to another site.
  private func preflight(_ head: HTTPHead) -> HTTPResponse {
    var fields = [("Allow", Self.allowedMethods)]
    if head[.origin] != nil {
      fields += [
        ("Access-Control-Allow-Methods", Self.allowedMethods),
        ("Access-Control-Allow-Headers", "Content-Type, Authorization, *"),
        ("Access-Control-Max-Age", "600"),
      ]
      if head[.requestedPrivateNetwork] == "true" {
        fields.append(("Access-Control-Allow-Private-Network", "true"))
      }
    }
    return HTTPResponse(.noContent, fields: fields.map { ($0, $1) })
  }
}
