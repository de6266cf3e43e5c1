import Chain
import Sockets

/// What other threads ask of the network's.
enum NetworkCommand: Sendable {
  case leave(Address, because: String)
  case begin(Introduction, NetworkTerms)
  case found(PeerEndpoint, Result<[SocketAddress], SocketError>)
  case stop
}
