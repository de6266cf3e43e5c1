import Sockets

/// A socket that is kept in lists; closed when nobody has it any more.
final class RelaySocket: Sendable {
  let socket: Socket

  init(_ socket: consuming Socket) {
    self.socket = socket
  }
}
