package import Chain
package import Cryptography
package import Sockets

/// What there is to know about a connected node.
package struct PeerReport: Sendable {
  /// Who made the connection.
  package enum Direction: String, Sendable {
    case inbound
    case outbound
  }

  package let nodeID: Address
  package let address: SocketAddress
  package let direction: Direction
  package let speaksFor: PublicKey?
  /// The epoch it last said it is in.
  package let epoch: Epoch
  /// What it says it runs.
  package let software: String
  package let connectedFor: Duration
  package let receivedBytes: UInt64
  package let sentBytes: UInt64
  /// What waits to be sent.
  package let queuedBytes: Int
  /// Messages that found their queue full.
  package let droppedCount: Int
  /// How long the last ping took there and back, once one did.
  package let roundTrip: Duration?
}
