import Sockets
import Testing

@Suite("Sockets that the system refuses")
struct SocketTests {
  /// A port of this machine at which nobody listens any more.
  private func deadPort() throws -> SocketAddress {
    let any = try #require(SocketAddress("127.0.0.1", port: 0))
    return try Socket(listeningAt: any, backlog: 1).localAddress()
  }

  /// Closing one twice ends the process: the number may be another thread's by then.
  @Test func `are closed once, whether or not the refusal comes at once`() throws {
    let dead = try deadPort()
    var refusals = 0
    for _ in 0..<100 {
      do {
        let socket = try Socket(connectingTo: dead)
        if let error = socket.takeError() { throw error }
      } catch let error as SocketError {
        #expect(error.call == "connect")
        refusals += 1
      }
      #expect(throws: SocketError.self) {
        _ = try OutgoingSocket(host: "127.0.0.1", port: dead.port, timeoutMilliseconds: 1_000)
      }
    }
    #expect(refusals == 100)
    let taken = try #require(SocketAddress("127.0.0.1", port: 0))
    let first = try Socket(listeningAt: taken, backlog: 1)
    let address = try first.localAddress()
    for _ in 0..<10 {
      #expect(throws: SocketError.self) { _ = try Socket(listeningAt: address, backlog: 1) }
    }
    // Nobody can be everybody at once.
    let everybody = try #require(SocketAddress("255.255.255.255", port: 1))
    for _ in 0..<10 {
      #expect(throws: SocketError.self) { _ = try Socket(connectingTo: everybody) }
    }
  }
}
