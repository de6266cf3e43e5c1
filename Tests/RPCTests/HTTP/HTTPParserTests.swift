import RPC
import TestSupport
import Testing

@Suite struct HTTPParserTests {
  /// What a parser makes of bytes that arrive in pieces of a length.
  private func requests(
    in bytes: [UInt8], pieceBytes: Int = .max, bodyBytesMax: Int = 1 << 20
  ) -> (requests: [Parsed], refusal: HTTPRefusal?) {
    var parser = HTTPParser(bodyBytesMax: bodyBytesMax)
    var found: [Parsed] = []
    var head: HTTPHead?
    var rest = bytes[...]
    do throws(HTTPRefusal) {
      repeat {
        parser.append(rest.prefix(pieceBytes))
        rest = rest.dropFirst(pieceBytes)
        while true {
          if head == nil { head = try parser.readHead() }
          guard let complete = head, let body = try parser.readBody() else { break }
          found.append(Parsed(head: complete, body: String(decoding: body, as: UTF8.self)))
          head = nil
        }
      } while !rest.isEmpty
    } catch {
      return (found, error)
    }
    return (found, nil)
  }

  private struct Parsed: Equatable {
    let head: HTTPHead
    let body: String
  }

  private func refusal(_ text: String) -> HTTPStatus? {
    requests(in: Array(text.utf8)).refusal?.status
  }

  private static let sized =
    "POST /a?b HTTP/1.1\r\nHost: localhost:80\r\nContent-Length: 5\r\nX-Other: \t a b \r\n\r\nhello"
  private static let chunked = """
    POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n\
    3\r\nhel\r\n02;a=b;c="d"\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n
    """
  private static let bare = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

  @Test(arguments: [1, 2, 3, 7, 64, 1_000])
  func `requests are read however they are cut`(pieceBytes: Int) throws {
    let text = Self.sized + Self.chunked + "\r\n" + Self.bare + Self.sized
    let whole = requests(in: Array(text.utf8))
    #expect(whole.refusal == nil)
    #expect(whole.requests.map(\.body) == ["hello", "hello", "", "hello"])
    #expect(whole.requests.map(\.head.method) == ["POST", "POST", "GET", "POST"])
    #expect(whole.requests[0].head.target == "/a?b")
    #expect(whole.requests[0].head.host == "localhost:80")
    let cut = requests(in: Array(text.utf8), pieceBytes: pieceBytes)
    #expect(cut.refusal == nil)
    #expect(cut.requests == whole.requests)
  }

  @Test(arguments: [
    // The request line.
    "GET /\r\n\r\n", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
    " GET / HTTP/1.1\r\nHost: h\r\n\r\n", "G(T / HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / http/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.10\r\nHost: h\r\n\r\n",
    "GET /\u{1} HTTP/1.1\r\nHost: h\r\n\r\n", "GET /é HTTP/1.1\r\nHost: h\r\n\r\n",
    "GET / / HTTP/1.1\r\nHost: h\r\n\r\n", "GET example.org HTTP/1.1\r\nHost: h\r\n\r\n",
    "\r\n\r\n\r\n", "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
    // Line ends.
    "GET / HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\r\nHost: h\n\r\n", "\n",
    "GET / HTTP/1.1\r\nHost: h\r\n\n", "GET / HTTP/1.1\r\nHost: h\rX: 1\r\n\r\n",
    // Fields.
    "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
    "GET / HTTP/1.1\r\n Host: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\n\tX: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\n: v\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: a\u{0}b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nX y: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", "GET / HTTP/1.1\r\nHost: é\r\n\r\n",
  ])
  func `what is malformed is refused`(text: String) {
    #expect(refusal(text) == .badRequest)
  }

  @Test(arguments: [
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 5, 5", "Content-Length: +5", "Content-Length: -1", "Content-Length: 0x5",
    "Content-Length: 5 5", "Content-Length:", "Content-Length: 5;", "content-length: ５",
  ])
  func `two readers could not agree where such a body ends`(fields: String) {
    #expect(refusal("POST / HTTP/1.1\r\nHost: h\r\n\(fields)\r\n\r\n0\r\n\r\n") == .badRequest)
  }

  @Test(arguments: [
    "gzip", "chunked, chunked", "gzip, chunked", "chunked, gzip", "identity", "x chunked",
    "\"chunked\"", "chunked;q=1", "\u{B}chunked",
  ])
  func `only chunks are a transfer encoding`(encoding: String) {
    let text = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \(encoding)\r\n\r\n0\r\n\r\n"
    let status = refusal(text)
    #expect(status == (encoding.hasPrefix("\u{B}") ? .badRequest : .notImplemented))
    #expect(
      refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == .badRequest)
  }

  @Test(arguments: [
    "", ";\r\n", "\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", "g\r\n", "1 \r\nx", "1\nx\r\n0\r\n\r\n",
    "3\r\nabcd\r\n", "3\r\nab\r\n0\r\n\r\n", "1\r\na\n0\r\n\r\n", "123456789\r\n", "1,\r\n",
    "1;a\u{0}\r\n", "0\r\nno colon\r\n\r\n", "0\r\n X: 1\r\n\r\n", "0\r\nX: \u{1}\r\n\r\n",
    "0\r\n\n",
  ])
  func `malformed chunks are refused`(body: String) {
    let head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    let found = requests(in: Array((head + body).utf8))
    #expect(found.requests.isEmpty)
    #expect(found.refusal?.status == (body.isEmpty ? nil : .badRequest))
  }

  @Test func `sizes have limits`() {
    let limit = RPCLimits.headBytesMax
    let field = "X: " + String(repeating: "a", count: 1_000) + "\r\n"
    let many = String(repeating: field, count: limit / 1_000 + 1)
    let line = "GET / HTTP/1.1\r\nHost: h\r\n"
    #expect(refusal(line + many + "\r\n") == .fieldsTooLarge)
    #expect(refusal(line + "X: " + String(repeating: "a", count: limit)) == .fieldsTooLarge)
    #expect(
      refusal(line + String(repeating: "X: a\r\n", count: RPCLimits.fieldCountMax) + "\r\n")
        == .fieldsTooLarge)
    #expect(refusal("GET /" + String(repeating: "a", count: 9_000)) == .uriTooLong)
    #expect(refusal(String(repeating: "G", count: 9_000)) == .uriTooLong)
    let post = "POST / HTTP/1.1\r\nHost: h\r\n"
    for length in ["1048577", "99999999999999999999999999"] {
      #expect(refusal(post + "Content-Length: \(length)\r\n\r\n") == .contentTooLarge)
    }
    #expect(refusal(post + "Transfer-Encoding: chunked\r\n\r\n100001\r\n") == .contentTooLarge)
    let extensions = String(
      repeating: "1;" + String(repeating: "x", count: 500) + "\r\na\r\n", count: 40)
    #expect(refusal(post + "Transfer-Encoding: chunked\r\n\r\n" + extensions) == .fieldsTooLarge)
    let endless = "1;" + String(repeating: "x", count: 20_000)
    #expect(refusal(post + "Transfer-Encoding: chunked\r\n\r\n" + endless) == .fieldsTooLarge)
  }

  @Test(arguments: [
    ("GET / HTTP/2.0", HTTPStatus.versionNotSupported), ("GET / HTTP/0.9", .versionNotSupported),
    ("PRI * HTTP/2.0", .versionNotSupported),
  ])
  func `other versions are told apart from nonsense`(line: String, status: HTTPStatus) {
    #expect(refusal("\(line)\r\nHost: h\r\n\r\n") == status)
  }

  @Test func `only one expectation is met`() {
    let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nExpect: "
    #expect(refusal(head + "100-continue\r\n\r\na") == nil)
    #expect(refusal(head + "101-continue\r\n\r\na") == .expectationFailed)
  }

  @Test(arguments: [
    ("1.1", "", true), ("1.1", "Connection: close\r\n", false),
    ("1.1", "Connection: Keep-Alive, CLOSE\r\n", false), ("1.0", "", false),
    ("1.0", "Connection: keep-alive\r\n", true), ("1.1", "Connection: upgrade\r\n", true),
  ])
  func `a client says whether it stays`(version: String, field: String, stays: Bool) {
    let text = "GET / HTTP/\(version)\r\nHost: h\r\n\(field)\r\n"
    #expect(requests(in: Array(text.utf8)).requests.first?.head.keepsAlive == stays)
  }

  @Test(arguments: [sized, chunked])
  func `no damage to a request is more than a refusal`(text: String) {
    let form = Array(text.utf8)
    for count in form.indices {
      let found = requests(in: Array(form.prefix(count)))
      #expect(found.requests.isEmpty && found.refusal == nil, "the first \(count) bytes")
    }
    var flipped = form
    for byte in form.indices {
      for bit in 0..<8 {
        flipped[byte] ^= 1 << bit
        // Cutting it in pieces changes nothing about what is read.
        let found = requests(in: flipped)
        let again = requests(in: flipped, pieceBytes: 5)
        #expect(found.requests == again.requests && found.refusal == again.refusal)
        flipped[byte] = form[byte]
      }
    }
    let longer = requests(in: form + Array("\r\nGET".utf8))
    #expect(longer.requests.count == 1 && longer.refusal == nil)
  }
}
