import Foundation
import RPC
import TestSupport
import Testing

@Suite struct ConnectionSessionTests {
  /// A session with a clock that only moves when it is told to.
  private struct Client {
    var session: ConnectionSession
    var now = Moment(uptime: .zero, unixSeconds: 784_111_777)

    init(_ limits: ConnectionLimits = ConnectionLimits(), rules: AccessRules = AccessRules()) {
      session = ConnectionSession(
        limits: limits, rules: rules, greeting: Array("hello\n".utf8), at: now)
    }

    mutating func send(_ text: String) -> Work? { send(Array(text.utf8)) }

    mutating func send(_ bytes: [UInt8]) -> Work? {
      session.append(bytes, at: now)
      return session.advance(at: now)
    }

    mutating func answer(_ text: String) -> Work? {
      session.answer(.content(Array(text.utf8)), at: now)
      return session.advance(at: now)
    }

    /// Takes what is to be sent, as a client that reads would.
    mutating func read() -> String {
      var bytes: [UInt8] = []
      while !session.output.isEmpty {
        bytes += session.output.front
        session.didSend(session.output.front.count, at: now)
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    mutating func wait(_ seconds: Double) {
      now = Moment(uptime: now.uptime + .seconds(seconds), unixSeconds: now.unixSeconds)
      session.expire(at: now)
    }
  }

  private static func post(_ body: String, fields: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(fields)"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private static let upgrade = """
    GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
    """

  private func request(_ text: String) -> Work { .request(Array(text.utf8)) }

  @Test func `requests sent ahead are answered one by one in their order`() {
    var client = Client()
    #expect(client.send(Self.post("one") + Self.post("two") + Self.post("three")) == request("one"))
    #expect(client.answer("1") == request("two"))
    #expect(client.answer("2") == request("three"))
    #expect(client.answer("3") == nil)
    let answers = client.read()
    #expect(answers.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 4)
    #expect(answers.hasSuffix("Content-Type: application/json\r\nContent-Length: 1\r\n\r\n3"))
    #expect(answers.contains("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
    #expect(client.session.disposition == .keep)
  }

  @Test func `a client may ask whether to send its body`() {
    var client = Client()
    let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    let fields = "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    #expect(client.send(head + fields) == nil)
    #expect(client.read() == "HTTP/1.1 100 Continue\r\n\r\n")
    #expect(client.send("abc") == request("abc"))
    // Whoever has sent it already is not told to.
    var eager = Client()
    #expect(eager.send(head + fields + "abc") == request("abc"))
    #expect(eager.read().isEmpty)
    // Whoever may not send it is told at once.
    var refused = Client()
    #expect(
      refused.send(head + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n") == nil)
    #expect(refused.read().hasPrefix("HTTP/1.1 413 "))
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, true),
    ("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, true),
    ("OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n", 204, true),
    ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 204, true),
    ("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, true),
    ("PUT / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, true),
    ("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na", 405, false),
    ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, false),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n", 403, false),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na", 415, false),
    (
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        + "Content-Length: 1\r\n\r\na",
      415, false
    ),
    (
      "POST / HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json; charset=utf-16\r\n\r\n",
      415, false
    ),
    (
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Encoding: gzip\r\n\r\n", 415, false
    ),
    ("GET / HTTP/1.0\r\n\r\n", 200, false),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, true),
    ("\n", 400, false), ("GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505, false),
  ])
  func `every request gets a status`(text: String, status: Int, stays: Bool) {
    var client = Client()
    #expect(client.send(text) == nil)
    let answer = client.read()
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
    #expect((client.session.disposition == .keep) == stays)
    #expect(answer.contains("Connection: close\r\n") != stays)
    if text.hasPrefix("HEAD") {
      #expect(answer.hasSuffix("Content-Length: 6\r\n\r\n"))
    }
  }

  @Test func `pages that are trusted may see the answers`() {
    var client = Client()
    let origin = "Origin: http://localhost:3000\r\n"
    #expect(client.send(Self.post("a", fields: origin)) == request("a"))
    #expect(client.answer("b") == nil)
    #expect(client.read().contains("Access-Control-Allow-Origin: http://localhost:3000\r\n"))
    #expect(
      client.send(
        "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\(origin)"
          + "Access-Control-Request-Method: POST\r\n"
          + "Access-Control-Request-Private-Network: true\r\n\r\n") == nil)
    let preflight = client.read()
    for field in ["Origin: http://localhost:3000", "Methods: POST", "Private-Network: true"] {
      #expect(preflight.contains("Access-Control-Allow-\(field)"))
    }
  }

  @Test func `a connection becomes a WebSocket`() {
    var client = Client()
    let frame = ClientFrame(0x81, Array("hi".utf8)).bytes
    // What was sent ahead of the answer is not lost.
    let work = client.send(Array(Self.upgrade.utf8) + frame)
    // The example of RFC 6455, section 1.3.
    #expect(client.read().contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    #expect(work == .message(.text(Array("hi".utf8))))
    #expect(client.answer("ho") == nil)
    #expect(Array(client.session.output.front) == [0x81, 2] + Array("ho".utf8))
  }

  @Test(arguments: [
    ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426),
    ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=", 400),
    ("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZTEy", 400),
    ("keep-alive, Upgrade", "keep-alive", 400), ("HTTP/1.1", "HTTP/1.0", 400),
    ("Host: localhost", "Host: evil.example", 403),
    ("Host: localhost", "Host: localhost\r\nOrigin: https://evil.example", 403),
  ])
  func `a handshake that is none is refused`(part: String, instead: String, status: Int) {
    var client = Client()
    let text = Self.upgrade.replacing(part, with: instead)
    #expect(client.send(text) == nil)
    #expect(client.read().hasPrefix("HTTP/1.1 \(status) "))
  }

  @Test func `whoever sends a request byte by byte has so much time for it`() {
    var client = Client()
    for byte in Array("GET / HTTP".utf8) {
      #expect(client.send([byte]) == nil)
      client.wait(1.1)
    }
    #expect(client.read().hasPrefix("HTTP/1.1 408 "))
    #expect(client.session.disposition == .endOutput)
    client.wait(1)
    client.wait(3)
    #expect(client.session.disposition == .close)
  }

  @Test func `whoever sends a body byte by byte has so much time for it`() {
    var client = Client()
    #expect(client.send(Self.post("0123456789").dropLast(9).description) == nil)
    client.wait(29)
    #expect(client.session.output.isEmpty)
    client.wait(2)
    #expect(client.read().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func `whoever says nothing is dropped without a word`() {
    var client = Client()
    client.wait(70)
    #expect(client.session.disposition == .keep)
    client.wait(6)
    #expect(client.session.disposition == .close && client.session.output.isEmpty)
  }

  @Test func `whoever does not read is dropped`() {
    var client = Client()
    #expect(client.send(Self.post("a")) == request("a"))
    #expect(client.answer(String(repeating: "x", count: 1 << 20)) == nil)
    client.session.didSend(100 << 10, at: client.now)
    client.wait(21)
    #expect(client.session.disposition == .keep)
    client.session.didSend(1 << 10, at: client.now)
    client.wait(21)
    #expect(client.session.disposition == .close)
  }

  @Test func `nothing more is read from a client whose answers pile up`() {
    var limits = ConnectionLimits()
    limits.outputBytesMax = 1_000
    var client = Client(limits)
    #expect(client.send(Self.post("a") + Self.post("b")) == request("a"))
    #expect(client.answer(String(repeating: "x", count: 2_000)) == nil)
    #expect(!client.session.wantsInput)
    _ = client.read()
    #expect(client.session.wantsInput)
    let next = client.session.advance(at: client.now)
    #expect(next == request("b"))
  }

  @Test func `little is read ahead while a request is at work`() {
    var client = Client()
    #expect(client.send(Self.post("a")) == request("a"))
    var count = 0
    while client.session.wantsInput && count < 1 << 20 {
      _ = client.send([UInt8](repeating: 0x47, count: 1 << 10))
      count += 1 << 10
    }
    #expect(count <= 65 << 10)
  }

  @Test func `a client that ends its side is answered first`() {
    var client = Client()
    #expect(client.send(Self.post("a") + Self.post("b")) == request("a"))
    client.session.endInput()
    #expect(client.answer("1") == request("b"))
    #expect(client.answer("2") == nil)
    #expect(client.read().components(separatedBy: "200 OK").count == 3)
    #expect(client.session.disposition == .close)
  }

  @Test func `what is at work when the server stops is answered`() {
    var client = Client()
    #expect(client.send(Self.post("a")) == request("a"))
    client.session.drain(at: client.now)
    #expect(client.session.disposition == .keep)
    #expect(client.answer("1") == nil)
    #expect(client.read().contains("Connection: close\r\n"))
    #expect(client.session.disposition == .endOutput)
    for beginning in ["", "POST / HTT"] {
      var idle = Client()
      #expect(idle.send(beginning) == nil)
      idle.session.drain(at: idle.now)
      #expect(idle.session.disposition == .endOutput)
    }
  }

  @Test func `a message at work when the server stops is answered before the goodbye`() {
    var client = Client()
    _ = client.send(Self.upgrade)
    _ = client.read()
    #expect(client.send(ClientFrame(0x81, [0x61]).bytes) == .message(.text([0x61])))
    client.session.drain(at: client.now)
    #expect(client.session.disposition == .keep)
    #expect(client.answer("1") == nil)
    // What begins a frame is no UTF-8, and is read as a character that says so.
    let sent = client.read()
    #expect(sent.hasPrefix("\u{FFFD}\u{1}1\u{FFFD}"))
    #expect(sent.hasSuffix("the server is shutting down"))
    #expect(client.session.disposition == .endOutput)
  }

  @Test func `a subscriber that does not keep up is told why and dropped`() {
    var limits = ConnectionLimits()
    limits.subscriberBytesMax = 10_000
    var client = Client(limits)
    _ = client.send(Self.upgrade)
    _ = client.read()
    let message = [UInt8](repeating: 0x61, count: 3_000)
    for _ in 0..<3 {
      let isThere = client.session.push(message, at: client.now)
      #expect(isThere)
    }
    client.session.didSend(100, at: client.now)
    let isTooMuch = !client.session.push(message, at: client.now)
    #expect(isTooMuch)
    // The message that has begun is sent to its end, and then comes the reason.
    var bytes: [UInt8] = []
    while !client.session.output.isEmpty {
      bytes += client.session.output.front
      client.session.didSend(client.session.output.front.count, at: client.now)
    }
    let reason = Array("messages are not read fast enough".utf8)
    #expect(bytes == message.suffix(2_904) + [0x88, UInt8(reason.count + 2), 0x03, 0xF0] + reason)
    _ = client.session.advance(at: client.now)
    #expect(client.session.disposition == .endOutput)
    let isGone = !client.session.push(message, at: client.now)
    #expect(isGone)
  }

  @Test func `a silent WebSocket is pinged and then dropped`() {
    var client = Client()
    _ = client.send(Self.upgrade)
    _ = client.read()
    client.wait(31)
    #expect(Array(client.session.output.front) == [0x89, 0])
    _ = client.read()
    #expect(client.send(ClientFrame(0x8A, []).bytes) == nil)
    client.wait(31)
    _ = client.read()
    client.wait(31)
    #expect(Array(client.session.output.front).starts(with: [0x88]))
  }

  @Test func `there may be no memory left for what a client sends`() {
    var client = Client()
    #expect(client.send(Self.post("0123456789").dropLast(5).description) == nil)
    client.session.refuseForMemory(at: client.now)
    let answer = client.read()
    #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("Retry-After: 1\r\n"))
  }
}
