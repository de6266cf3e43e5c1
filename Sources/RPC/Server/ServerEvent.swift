package import Sockets

/// What happens to a server that an operator should know.
package enum ServerEvent: Sendable, Equatable {
  case listening(SocketAddress)
  /// Others than this machine can reach it.
  case exposed(SocketAddress)
  /// A client was turned away, the first since the last report.
  case refused(client: SocketAddress, limit: String, count: Int)
  case outOfFiles(SocketError)
  case connectionsLowered(to: Int, fileLimit: Int)
  case stopped(unanswered: Int)
}

extension ServerEvent: CustomStringConvertible {
  package var description: String {
    switch self {
    case .listening(let address): "listening at \(address)"
    case .exposed(let address):
      "\(address) can be reached from other machines; everybody who reaches it can use it"
    case .refused(let client, let limit, let count):
      "turned \(count) connections away, the last from \(client): \(limit)"
    case .outOfFiles(let error): "no connection can be taken for now: \(error)"
    case .connectionsLowered(let count, let limit):
      "at most \(count) connections, since the process may open only \(limit) files"
    case .stopped(let unanswered): "stopped; \(unanswered) connections were cut off"
    }
  }
}
