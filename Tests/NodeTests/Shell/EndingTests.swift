import Chain
import Foundation
import Node
import RPC
import TestSupport
import Testing

/// A node that is asked to end while clients are at it: it says what it owes them, and goes.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct EndingTests {
  /// How long it may take; clients that do not leave by themselves are waited for three seconds.
  private static let patience = Duration.seconds(10)

  private var home: SampleHome
  private let node: LiveNode

  init() throws {
    home = try SampleHome()
    node = try home.start(try #require(Running.tradewind))
  }

  private static func call(_ method: String, _ parameters: JSONValue...) -> JSONValue {
    ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .array(parameters)]
  }

  private static func request(_ content: JSONValue) -> [UInt8] {
    let body = content.compactBytes
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    return Array(head.utf8) + body
  }

  /// Reads from a client until a text has come, or nothing more comes.
  private static func read(from client: ClientSocket, until text: String) -> String {
    var bytes: [UInt8] = []
    while true {
      let part = client.receive()
      bytes += part
      let read = String(decoding: bytes, as: UTF8.self)
      if part.isEmpty || read.contains(text) { return read }
    }
  }

  /// A client that has had an answer, and has sent what follows along with what was answered: by
  /// then the node is at it.
  private func client(askingFor content: JSONValue) throws -> ClientSocket {
    let client = try ClientSocket(port: node.port)
    client.send(Self.request(Self.call("eth_chainId")) + Self.request(content))
    let answer = String(
      decoding: client.receive(exactly: try Self.answerSize(at: node.port)), as: UTF8.self)
    #expect(answer.hasSuffix(#""result":"0x5000"}"#))
    return client
  }

  /// The length of an answer to the first of those requests, which stays the same.
  private static func answerSize(at port: UInt16) throws -> Int {
    let client = try ClientSocket(port: port)
    client.send(request(call("eth_chainId")))
    return read(from: client, until: #""0x5000"}"#).utf8.count
  }

  private func webSocket() throws -> ClientSocket {
    let client = try ClientSocket(port: node.port)
    client.send(
      """
      GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
      """)
    #expect(Self.read(from: client, until: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
    return client
  }

  /// A text in a frame, under a mask that leaves it as it is.
  private static func frame(_ content: JSONValue) -> [UInt8] {
    let text = content.compactBytes
    let length = [UInt8(text.count >> 8), UInt8(text.count & 0xFF)]
    return [0x81] + (text.count < 126 ? [0x80 | length[1]] : [0x80 | 126] + length)
      + [0, 0, 0, 0] + text
  }

  @Test mutating func `what was taken is answered, everybody is let go, and the exit code is 0`()
    throws
  {
    let idle = try ClientSocket(port: node.port)
    idle.send(Self.request(Self.call("eth_chainId")))
    #expect(Self.read(from: idle, until: #""0x5000"}"#).hasPrefix("HTTP/1.1 200 "))
    let dawdler = try ClientSocket(port: node.port)
    dawdler.send("POST / HTTP/1.1\r\nHo")
    let listener = try webSocket()
    let asker = try webSocket()
    let list = Self.call("rpc_methods")
    asker.send(Self.frame(Self.call("eth_chainId")) + Self.frame([list, list]))
    let begun = Self.read(from: asker, until: #""0x5000"}"#)
    #expect(begun.contains("0x5000"))
    let callCount = 200
    let busy = try client(askingFor: .array(Array(repeating: list, count: callCount)))
    let payment = try home.payment(of: Wei(1), to: home.wallet.address)
    let payer = try client(
      askingFor: Self.call("eth_sendRawTransaction", .string(payment.raw)))

    let clock = ContinuousClock()
    let start = clock.now
    node.askToEnd()
    let lists = String(decoding: busy.receiveAll(), as: UTF8.self)
    #expect(lists.hasPrefix("HTTP/1.1 200 ") && lists.hasSuffix("}]"))
    #expect(lists.components(separatedBy: #""jsonrpc""#).count == callCount + 1)
    #expect(String(decoding: payer.receiveAll(), as: UTF8.self).contains(payment.hash))
    // The answer, and behind it the goodbye; whoever asked for nothing gets that alone.
    let asked = begun + String(decoding: asker.receiveAll(), as: UTF8.self)
    #expect(asked.contains("eth_chainId") && asked.hasSuffix("the server is shutting down"))
    let goodbye = listener.receiveAll()
    #expect(goodbye.starts(with: [0x88]) && goodbye.dropFirst(2).starts(with: [0x03, 0xE9]))
    #expect(idle.receiveAll().isEmpty && dawdler.receiveAll().isEmpty)
    #expect(throws: ClientSocket.Failure.self) { try ClientSocket(port: node.port) }
    #expect(node.exitCode() == 0)
    #expect(clock.now - start < Self.patience)
    #expect(try node.said("stopped") != nil)
  }
}
