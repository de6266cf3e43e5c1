import Foundation
import RPC
import Sockets
import TestSupport
import Testing
import workbench

/// The relay between nodes, with a server at its far end that sends everything back.
@Suite struct RelayTests {
  private let server: Server
  private let relay: Relay

  init() throws {
    let address = try #require(SocketAddress("127.0.0.1", port: 0))
    server = try Server(
      ServerSettings(addresses: [address]), application: EchoApplication()
    ) { _ in }
    let exit = try #require(server.addresses.first)
    relay = try Relay(
      [(0, 2), (1, 2)].map { RelayRoute(from: $0, to: $1, entrance: address, exit: exit) })
  }

  private func connection(_ route: Int) throws -> ClientSocket {
    try ClientSocket(port: relay.entrances[route].port, timeoutMilliseconds: 300)
  }

  private func ask(_ socket: ClientSocket, _ word: String) {
    socket.send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(word.utf8.count)\r\n\r\n\(word)")
  }

  /// Whether a word comes back within a while, which is long if it must.
  private func hears(_ word: String, on socket: ClientSocket, tries: Int = 100) -> Bool {
    var heard = ""
    for _ in 0..<tries {
      heard += String(decoding: socket.receive(), as: UTF8.self)
      if heard.hasSuffix(word) { return true }
    }
    return false
  }

  @Test func `what is sent arrives, in both directions and in its order`() throws {
    let socket = try connection(0)
    let words = (0..<50).map { "[\($0)" + String(repeating: ",\($0)", count: 2_000) + "]" }
    for word in words {
      ask(socket, word)
      #expect(hears(word, on: socket))
    }
    relay.stop()
    server.stop()
  }

  @Test func `a link that is cut stands still until it is whole again`() throws {
    let (cut, other) = (try connection(0), try connection(1))
    ask(cut, "[1]")
    #expect(hears("[1]", on: cut))
    relay.part(try #require(Partition("0|1,2")))
    // Once another link has been served, the order has been taken.
    ask(other, "[2]")
    #expect(hears("[2]", on: other))
    ask(cut, "[3]")
    let late = try connection(0)
    ask(late, "[4]")
    #expect(!hears("[3]", on: cut, tries: 1) && !hears("[4]", on: late, tries: 1))
    ask(other, "[5]")
    #expect(hears("[5]", on: other))
    relay.part(.none)
    #expect(hears("[3]", on: cut) && hears("[4]", on: late))
    relay.stop()
    server.stop()
  }

  @Test func `nobody answers where no node listens, and where the relay has ended`() throws {
    server.stop()
    #expect(try connection(0).receive().isEmpty)
    relay.stop()
  }

  @Test(
    arguments: [
      ("", "", [(0, 1), (1, 7)], []),
      ("0,1|2,3", "0,1|2,3", [(0, 1), (2, 3), (4, 5)], [(1, 2), (0, 4)]),
      (" 2 ", "2", [(0, 1)], [(0, 2), (2, 9)]),
    ] as [(String, String, [(Int, Int)], [(Int, Int)])])
  func `groups part nodes`(
    text: String, written: String, together: [(Int, Int)], parted: [(Int, Int)]
  ) throws {
    let partition = try #require(Partition(text))
    #expect(partition.description == written)
    for (one, other) in together { #expect(!partition.parts(one, other)) }
    for (one, other) in parted {
      #expect(partition.parts(one, other) && partition.parts(other, one))
    }
  }

  @Test(arguments: ["0,1|1", "0,0", "a", "0||1", "-1", "0,", "|"])
  func `what parts nodes in no clear way is refused`(text: String) {
    #expect(Partition(text) == nil)
  }

  @Test func `routes are read as they are written`() throws {
    let routes = try #require(
      RelayRoute.read("0 1 127.0.0.1:1 127.0.0.1:2\n3 0 [::1]:65535 [::1]:4\n"))
    #expect(routes.map(\.from) == [0, 3] && routes.map(\.to) == [1, 0])
    #expect(
      routes.map { "\($0.entrance) \($0.exit)" }[1] == "[0:0:0:0:0:0:0:1]:65535 [0:0:0:0:0:0:0:1]:4"
    )
    for text in [
      "", "0 1 127.0.0.1:1", "0 1 localhost:1 127.0.0.1:2", "0 x 127.0.0.1:1 127.0.0.1:2",
    ] {
      #expect(RelayRoute.read(text) == nil)
    }
  }
}
