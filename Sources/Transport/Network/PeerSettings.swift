package import Chain
package import Sockets

/// What an operator decides about the network of nodes.
package struct PeerSettings: Sendable {
  /// Where other nodes can reach this one; nowhere if it is empty.
  package var listening: [SocketAddress]
  /// The nodes it connects to whatever the state says.
  package var configured: [PeerEndpoint]
  /// What runs here, as other nodes' operators see it.
  package var software: String
  package var limits = TransportLimits()

  package init(
    listening: [SocketAddress], configured: [PeerEndpoint], software: String = "tradewind"
  ) {
    self.listening = listening
    self.configured = configured
    self.software = software
  }
}
