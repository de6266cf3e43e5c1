import Foundation
import RPC
import Sockets
import Synchronization
import TestSupport
import Testing

/// Real sockets: what the system adds to what the session already decides.
@Suite(.serialized) struct ServerTests {
  /// A server at a port of its own, stopped when the test lets go of it.
  private final class Running: Sendable {
    let server: Server
    private let log: Log

    init(_ change: (inout ServerSettings) -> Void = { _ in }) throws {
      let address = try #require(SocketAddress("127.0.0.1", port: 0))
      var settings = ServerSettings(addresses: [address])
      change(&settings)
      let interface = RPCInterface(SampleMethods.all)
      let application = RPCApplication(interface, greeting: "test")
      let log = Log()
      self.log = log
      server = try Server(settings, application: application) { log.add($0) }
    }

    var reported: [ServerEvent] { log.events.withLock { $0 } }

    deinit { server.stop(within: .milliseconds(100)) }

    func client(timeoutMilliseconds: Int = 10_000) throws -> ClientSocket {
      try ClientSocket(port: server.addresses[0].port, timeoutMilliseconds: timeoutMilliseconds)
    }
  }

  private final class Log: Sendable {
    let events = Mutex<[ServerEvent]>([])

    func add(_ event: ServerEvent) { events.withLock { $0.append(event) } }
  }

  private func call(_ method: String, _ parameters: String = "", id: Int = 1) -> String {
    let body = #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":[\#(parameters)]}"#
    return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// Receives one answer, and returns its status with its body.
  private func receive(from client: ClientSocket) -> String {
    var text = ""
    while true {
      let parts = text.components(separatedBy: "\r\n\r\n")
      if parts.count > 1 {
        let length = parts[0].components(separatedBy: "Content-Length: ").last?
          .prefix { $0 != "\r\n" }
        let missing = (length.flatMap { Int($0) } ?? 0) - parts[1].utf8.count
        if missing <= 0 { return "\(text.dropFirst(9).prefix(3)) \(parts[1])" }
      }
      let more = client.receive()
      if more.isEmpty { return text }
      text += String(decoding: more, as: UTF8.self)
    }
  }

  private func result(_ text: String, id: Int = 1) -> String {
    #"200 {"jsonrpc":"2.0","id":\#(id),"result":\#(text)}"#
  }

  @Test func `requests are answered, at once or by a worker`() throws {
    let running = try Running()
    let client = try running.client()
    for id in 1...5 {
      client.send(call("test_echo", "\"a\"", id: id))
      #expect(receive(from: client) == result("\"a\"", id: id))
      client.send(call("test_repeat", "\"ab\",\"0x2\"", id: id))
      #expect(receive(from: client) == result("\"abab\"", id: id))
    }
    #expect(running.reported == [.listening(running.server.addresses[0])])
  }

  @Test func `hundreds of requests sent ahead are answered in order`() throws {
    let running = try Running()
    let client = try running.client()
    let count = 500
    // Some are answered at once and others by workers; the order holds all the same.
    let methods = ["test_echo", "test_repeat"]
    let text = (0..<count).map { call(methods[$0 % 3 == 0 ? 1 : 0], "\"a\"", id: $0) }.joined()
    let sender = Thread { client.send(text) }
    sender.start()
    var answers = ""
    while answers.components(separatedBy: "\"result\":\"a\"}").count <= count {
      let more = client.receive()
      guard !more.isEmpty else { break }
      answers += String(decoding: more, as: UTF8.self)
    }
    let ids = answers.components(separatedBy: "\"id\":").dropFirst()
      .compactMap { Int($0.prefix { $0.isNumber }) }
    #expect(ids == Array(0..<count))
  }

  @Test func `a slow method holds up nobody else`() throws {
    let running = try Running { $0.workerCount = 2 }
    let slow = try running.client()
    slow.send(call("test_slow", "\"0x1f4\""))
    let client = try running.client()
    let start = ContinuousClock.now
    for id in 0..<20 {
      client.send(call("test_repeat", "\"a\"", id: id))
      #expect(receive(from: client) == result("\"a\"", id: id))
    }
    #expect(ContinuousClock.now - start < .milliseconds(450))
    #expect(receive(from: slow) == result("true"))
  }

  @Test func `work that finds no room is refused with a reason`() throws {
    let running = try Running {
      $0.workerCount = 1
      $0.queueCountMax = 1
    }
    let clients = try (0..<6).map { _ in try running.client() }
    for client in clients { client.send(call("test_slow", "\"0x12c\"")) }
    let answers = clients.map { receive(from: $0) }
    #expect(answers.contains(result("true")))
    let busy = answers.filter { $0.hasPrefix("503 ") }
    #expect(!busy.isEmpty && busy.allSatisfy { $0.contains("\"code\":-32005") })
  }

  @Test func `a client that leaves in the middle does no harm`() throws {
    let running = try Running()
    for count in [0, 1, 30, 100] {
      let client = try running.client()
      client.send(String(call("test_slow", "\"0x32\"").prefix(count)))
      if count == 30 { client.reset() }
    }
    let gone = try running.client()
    gone.send(call("test_slow", "\"0x32\""))
    gone.reset()
    let client = try running.client()
    client.send(call("test_echo", "\"a\""))
    #expect(receive(from: client) == result("\"a\""))
  }

  @Test func `a client that ends its side is answered and then let go`() throws {
    let running = try Running()
    let client = try running.client()
    client.send(call("test_repeat", "\"a\"") + call("test_slow", "\"0x14\"", id: 2))
    client.endOutput()
    let text = String(decoding: client.receiveAll(), as: UTF8.self)
    #expect(text.contains(#""id":1,"result":"a"}"#) && text.hasSuffix(#""id":2,"result":true}"#))
  }

  @Test func `an error is seen although the client goes on sending`() throws {
    let running = try Running()
    let client = try running.client()
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n")
    client.send([UInt8](repeating: 0x61, count: 300 << 10))
    let text = String(decoding: client.receiveAll(), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 415 ") || text.hasPrefix("HTTP/1.1 413 "))
    #expect(text.contains("Connection: close\r\n"))
  }

  @Test func `connections have limits, and those beyond are told`() throws {
    let running = try Running { $0.connectionsPerClientMax = 3 }
    var clients = try (0..<3).map { _ in try running.client() }
    for client in clients {
      client.send(call("test_echo", "\"a\""))
      #expect(receive(from: client) == result("\"a\""))
    }
    let refused = try running.client()
    #expect(String(decoding: refused.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 503 "))
    // Room comes back when somebody leaves.
    clients.removeLast()
    var isServed = false
    for _ in 0..<100 where !isServed {
      let next = try running.client()
      next.send(call("test_echo", "\"a\""))
      isServed = receive(from: next) == result("\"a\"")
      if !isServed { Thread.sleep(forTimeInterval: 0.01) }
    }
    #expect(isServed)
  }

  @Test func `clients by the hundred that send a byte now and then starve nobody`() throws {
    let running = try Running {
      $0.connectionsPerClientMax = 2_000
      $0.limits.headTime = .milliseconds(300)
    }
    let slow = try (0..<400).map { _ in try running.client() }
    for client in slow { client.send("POST / HT") }
    let client = try running.client()
    for id in 0..<50 {
      client.send(call("test_echo", "\"a\"", id: id))
      #expect(receive(from: client) == result("\"a\"", id: id))
    }
    for client in slow { client.send("T") }
    for client in slow {
      #expect(String(decoding: client.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test func `bodies of all clients together have a limit`() throws {
    let running = try Running {
      $0.memoryBytesMax = 1 << 20
      $0.limits.bodyTime = .milliseconds(500)
    }
    let head = """
      POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
      Content-Length: 400000\r\n\r\n
      """
    let large = try (0..<8).map { _ in try running.client() }
    for client in large { client.send(Array(head.utf8) + [UInt8](repeating: 32, count: 300_000)) }
    let client = try running.client()
    client.send(call("test_echo", "\"a\""))
    #expect(receive(from: client) == result("\"a\""))
    let answers = large.map { String(decoding: $0.receiveAll(), as: UTF8.self).prefix(12) }
    #expect(answers.contains("HTTP/1.1 503"))
    #expect(answers.allSatisfy { ["HTTP/1.1 503", "HTTP/1.1 408"].contains($0) })
    // What was held is free again.
    let again = try running.client()
    again.send(call("test_echo", "\"\(String(repeating: "x", count: 500_000))\""))
    #expect(receive(from: again).hasPrefix("200 "))
  }

  @Test func `a WebSocket shares the port`() throws {
    let running = try Running()
    let client = try running.client()
    client.send(
      """
      GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
      """)
    #expect(receive(from: client).hasPrefix("101 "))
    for method in ["test_echo", "test_repeat"] {
      let request = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":["a"]}"#
      client.send(ClientFrame(0x81, Array(request.utf8)).bytes)
      let answer = Array(#"{"jsonrpc":"2.0","id":1,"result":"a"}"#.utf8)
      #expect(client.receive(exactly: answer.count + 2) == [0x81, UInt8(answer.count)] + answer)
    }
    client.send(ClientFrame(0x82, [1]).bytes)
    let closing = client.receiveAll()
    #expect(closing.starts(with: [0x88]) && closing.dropFirst(2).starts(with: [0x03, 0xEB]))
  }

  @Test func `stopping answers what is at work, and leaves nothing open`() throws {
    let running = try Running()
    let idle = try running.client()
    let busy = try running.client()
    busy.send(call("test_slow", "\"0xc8\""))
    Thread.sleep(forTimeInterval: 0.05)
    running.server.stop(within: .seconds(5))
    #expect(receive(from: busy) == result("true"))
    #expect(idle.receiveAll().isEmpty)
    #expect(throws: ClientSocket.Failure.self) { try running.client() }
  }

  @Test func `a port that is in use is told`() throws {
    let running = try Running()
    let address = running.server.addresses[0]
    #expect {
      try Server(
        ServerSettings(addresses: [address]), application: EchoApplication(), report: { _ in })
    } throws: {
      ($0 as? SocketError)?.isAddressInUse == true
    }
  }

  @Test func `being reachable from outside is reported`() throws {
    let everywhere = try #require(SocketAddress("0.0.0.0", port: 0))
    let running = try Running { $0.addresses = [everywhere] }
    #expect(running.reported.contains(.exposed(running.server.addresses[0])))
  }
}
