import Sockets
import Testing

@Suite("Sockets that the system refuses")
struct SocketTests {
  /// Closing one twice ends the process: the number may be another thread's by then.
  @Test func `are closed once, whether or not the refusal comes at once`() throws {
    // Nobody listens there, and the system gives that port to no other test.
    for _ in 0..<100 {
      #expect(throws: SocketError.self) {
        _ = try OutgoingSocket(host: "127.0.0.1", port: 1, timeoutMilliseconds: 1_000)
      }
    }
    let any = try #require(SocketAddress("127.0.0.1", port: 0))
    let first = try Socket(listeningAt: any, backlog: 1)
    let taken = try first.localAddress()
    // Nobody can be everybody at once.
    let everybody = try #require(SocketAddress("255.255.255.255", port: 1))
    for _ in 0..<10 {
      #expect(throws: SocketError.self) { _ = try Socket(listeningAt: taken, backlog: 1) }
      #expect(throws: SocketError.self) { _ = try Socket(connectingTo: everybody) }
    }
  }
}
