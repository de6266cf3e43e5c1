import Foundation
import Node
import RPC
import TestSupport
import Testing

/// A node whose clients mean it no good: blocks go on, others are served, and memory has an end.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct HostileClientTests {
  /// What a node may take beside its database while it is attacked.
  private static let memoryBytesMax = 512 << 20

  private let home: SampleHome
  private let node: LiveNode

  init() throws {
    home = try SampleHome()
    node = try home.start(try #require(Running.tradewind))
  }

  private static func request(_ body: [UInt8]) -> [UInt8] {
    Array(
      """
      POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
      Content-Length: \(body.count)\r\nConnection: close\r\n\r\n
      """.utf8) + body
  }

  /// What comes back for bytes that are sent on a connection of their own.
  private func answer(to bytes: [UInt8]) throws -> String {
    try Self.answer(to: bytes, at: node.port)
  }

  private static func answer(to bytes: [UInt8], at port: UInt16) throws -> String {
    let socket = try ClientSocket(port: port)
    socket.send(bytes)
    return String(decoding: socket.receiveAll(), as: UTF8.self)
  }

  /// Blocks become final, others are served, and the node is no larger than it may be.
  private func expectWell() throws {
    // Whoever comes from the attacker's address may be turned away for a while.
    func height() -> UInt64? { try? LiveNode.number(node.call("eth_blockNumber")) }
    let before = try node.wait(for: "answer") { height() }
    try node.wait(for: "block") { height().flatMap { $0 > before + 1 ? true : nil } }
    let memoryBytes = try node.memoryBytesMax
    #expect(memoryBytes < Self.memoryBytesMax, "\(memoryBytes >> 20) MiB")
  }

  @Test func `texts that are deep, huge or no text are refused`() throws {
    let size = 5 << 20
    let texts: [([UInt8], String)] = [
      (Array(repeating: UInt8(ascii: "["), count: size), "-32700"),
      (Array(#"{"a":"#.utf8) * (size / 5), "-32700"),
      (Array("[0,".utf8) + Array("0,".utf8) * (size / 2 - 4) + Array("0]".utf8), "-32700"),
      (Array("\"\u{FF}".utf8.prefix(1)) + [0xC3, 0x28, 0x22], "-32700"),
      (Array("1".utf8) * size, "-32600"),
      (Array(repeating: UInt8(ascii: "["), count: size + 1), "413"),
    ]
    for (text, expected) in texts {
      let answer = try answer(to: Self.request(text))
      #expect(answer.contains(expected), "\(answer.prefix(300))")
    }
    // Many at once, all of the largest size.
    let attackers = (0..<32).map { _ in
      Thread { [port = node.port] in
        for (text, _) in texts { _ = try? Self.answer(to: Self.request(text), at: port) }
      }
    }
    for attacker in attackers { attacker.start() }
    try expectWell()
    while attackers.contains(where: { !$0.isFinished }) { Thread.sleep(forTimeInterval: 0.05) }
    try expectWell()
    #expect(node.terminate() == 0)
  }

  @Test func `the largest batch of the longest answers is answered`() throws {
    let call = #"{"jsonrpc":"2.0","id":1,"method":"rpc_methods"}"#
    let batch = "[" + Array(repeating: call, count: 1_000).joined(separator: ",") + "]"
    let answer = try answer(to: Self.request(Array(batch.utf8)))
    #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.hasSuffix("}]"))
    #expect(answer.utf8.count < RPCLimits.answerBytesMax)
    try expectWell()
    #expect(node.terminate() == 0)
  }

  @Test func `endless heads and clients that dawdle hold nobody up`() throws {
    let endless = try answer(
      to: Array("GET / HTTP/1.1\r\nHost: localhost\r\n".utf8)
        + Array("X-Filling: 0123456789\r\n".utf8) * 2_000)
    #expect(endless.contains(" 431 "))
    // As many connections as one address gets, each in the middle of a head; those beyond that are
    // turned away, and the node goes on.
    var dawdlers: [ClientSocket] = []
    for _ in 0..<240 {
      let socket = try ClientSocket(port: node.port)
      socket.send("POST / HTTP/1.1\r\nHo")
      dawdlers.append(socket)
    }
    for socket in dawdlers { socket.send("s") }
    try expectWell()
    for _ in 0..<2_000 {
      let socket = try ClientSocket(port: node.port)
      socket.send("POST / HTTP/1.1\r\n")
      socket.reset()
    }
    try expectWell()
    #expect(node.terminate() == 0)
  }
}

/// The bytes so many times over.
private func * (bytes: [UInt8], count: Int) -> [UInt8] {
  Array(repeatElement(bytes, count: count).joined())
}
