import TestSupport
import Transport

/// A hostile peer with a real socket, introduced to a node.
struct HostileClient {
  private let socket: ClientSocket
  private var peer: HostilePeer

  init(_ seed: UInt8, port: UInt16, timeoutMilliseconds: Int = 10_000) throws {
    socket = try ClientSocket(port: port, timeoutMilliseconds: timeoutMilliseconds)
    peer = try HostilePeer(seed)
    socket.send(peer.takeOutput())
    _ = peer.receive(socket.receive(exactly: HandshakeLayout.answerBytes))
    socket.send(peer.takeOutput() + peer.introduction())
  }

  /// Sends frames; false if the other end took only some of them.
  @discardableResult
  mutating func send(_ frames: (inout HostilePeer) -> [UInt8]) -> Bool {
    let bytes = frames(&peer)
    return socket.send(bytes) == bytes.count
  }
}
