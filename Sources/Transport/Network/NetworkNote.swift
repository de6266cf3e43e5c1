package import Chain
package import Sockets

/// What happens in the network of nodes that an operator may want to know.
package enum NetworkNote: Sendable, Equatable {
  case listening(SocketAddress)
  case connected(Address, at: SocketAddress, isInbound: Bool)
  case disconnected(Address, because: String)
  /// Somebody at an address was not let in.
  case refused(SocketAddress, because: String)
  /// Others were not let in as well, and were not told of one by one.
  case refusedMore(count: Int)
  /// It is tried again after a while; if it is lasting, that is not likely to help.
  case notReached(PeerEndpoint, because: String, again: Duration, isLasting: Bool)
  case keptAway(Address, for: Duration, because: String)
  case outOfFiles(SocketError)

  /// Whether an operator should look at it.
  package var isTrouble: Bool {
    switch self {
    case .listening, .connected: false
    case .disconnected, .refused, .refusedMore, .notReached: false
    case .keptAway, .outOfFiles: true
    }
  }
}

extension NetworkNote: CustomStringConvertible {
  package var description: String {
    switch self {
    case .listening(let address): "listening for nodes at \(address)"
    case .connected(let id, let address, let isInbound):
      "connected \(isInbound ? "from" : "to") \(id) at \(address)"
    case .disconnected(let id, let reason): "disconnected from \(id): \(reason)"
    case .refused(let address, let reason): "did not let in \(address): \(reason)"
    case .refusedMore(let count): "did not let in \(count) more"
    case .notReached(let endpoint, let reason, let time, _):
      "\(endpoint) was not reached: \(reason); next attempt in \(Self.seconds(time))"
    case .keptAway(let id, let time, let reason):
      "\(id) is kept away for \(Self.seconds(time)): \(reason)"
    case .outOfFiles(let error): "no connection can be made or taken for now: \(error)"
    }
  }

  private static func seconds(_ time: Duration) -> String {
    let milliseconds =
      time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
    return milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1_000) s"
  }
}
