import Sockets

/// A listener that several places refer to.
final class ListeningSocket: Sendable {
  let socket: Socket

  init(_ socket: consuming Socket) {
    self.socket = socket
  }
}
