import Sockets

/// A connection through the relay: what one end sends is handed to the other, in both directions.
///
/// A link that is cut loses nothing, as little as a cable that is plugged in again soon enough: it
/// only stands still. Whether an end has closed is seen when it is whole again.
final class RelayLink {
  /// What one end has sent and the other not yet taken.
  private struct Pipe {
    var bytes: [UInt8] = []
    var takenCount = 0
    /// The sender has closed.
    var isEnded = false

    var isEmpty: Bool { takenCount == bytes.count }
  }

  private static let readSizeBytes = 64 << 10

  let route: Int
  private let near: RelaySocket
  private var far: RelaySocket?
  private var onward = Pipe()
  private var back = Pipe()

  init(_ near: RelaySocket, on route: Int) {
    self.route = route
    self.near = near
  }

  var isDialled: Bool { far != nil }

  /// Connects to the node at the other end.
  func dial(_ exit: SocketAddress, in poller: borrowing Poller, token: UInt64) throws(SocketError) {
    let socket = try Socket(connectingTo: exit)
    try poller.add(socket, token: token)
    far = RelaySocket(socket)
  }

  /// Passes on what there is, and returns whether the link goes on.
  func pump(isCut: Bool) -> Bool {
    guard let far else {
      // Nobody need be called any more for a caller who has given up.
      Self.read(from: near, into: &onward)
      return !onward.isEnded
    }
    guard !isCut else { return true }
    return Self.pass(from: near, through: &onward, to: far)
      && Self.pass(from: far, through: &back, to: near)
  }

  /// Moves bytes until one end has no more or the other takes no more; false at the end of all.
  private static func pass(
    from source: RelaySocket, through pipe: inout Pipe, to target: RelaySocket
  ) -> Bool {
    while true {
      while !pipe.isEmpty {
        guard let count = target.socket.write(pipe.bytes[pipe.takenCount...]) else { return false }
        guard count > 0 else { return true }
        pipe.takenCount += count
      }
      guard !pipe.isEnded else { return false }
      pipe.bytes.removeAll(keepingCapacity: true)
      pipe.takenCount = 0
      read(from: source, into: &pipe)
      if pipe.isEmpty, !pipe.isEnded { return true }
    }
  }

  /// Reads once, unless there is enough already.
  private static func read(from source: RelaySocket, into pipe: inout Pipe) {
    guard pipe.bytes.count < readSizeBytes else { return }
    switch source.socket.read(into: &pipe.bytes, atMost: readSizeBytes) {
    case .bytes, .nothingYet: break
    case .end: pipe.isEnded = true
    }
  }
}
