package import Chain
package import Cryptography

/// What a network of nodes tells its owner, in order, on its own thread.
package enum PeerEvent: Sendable {
  /// A node is there: the handshake is done, and the endorsement it showed is valid, if it did.
  case connected(Address, speaksFor: PublicKey?)
  /// A connected node now speaks for another validator, or for none any more.
  case endorsed(Address, speaksFor: PublicKey?)
  /// A message, whose bytes count against the node until `PeerNetwork.done`.
  case received(Address, PeerQueue, [UInt8])
  case disconnected(Address, because: String)
}
