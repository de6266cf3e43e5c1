package import Chain
package import Cryptography
package import Sockets

/// The connections to other nodes: one thread for all sockets.
package final class PeerNetwork: Sendable {
  /// A validator's word that this process speaks for it.
  package typealias Endorsement = (key: PublicKey, signature: Signature)

  /// The address of this process's transport key.
  package let nodeID: Address
  /// Where it listens, with the ports the system chose.
  package let listening: [SocketAddress]

  /// Starts to listen and to dial.
  ///
  /// Events are delivered on the network's thread and must not keep it waiting. Throws when it
  /// cannot listen.
  package init(
    _ settings: PeerSettings, key: consuming PrivateKey, network: Network, epoch: Epoch,
    endorsement: Endorsement?, validators: Set<PublicKey>, registered: [PeerEndpoint],
    deliver: @escaping @Sendable (PeerEvent) -> Void,
    log: @escaping @Sendable (NetworkNote) -> Void
  ) throws(SocketError) {
    nodeID = Address(of: key.publicKey)
    listening = []
  }

  /// Sends a message to a node, or lets it go if the node is not connected.
  package func send(_ message: [UInt8], on queue: PeerQueue, to peer: Address) {}

  /// Sends a message to every connected node.
  package func broadcast(_ message: [UInt8], on queue: PeerQueue) {}

  /// Says that a received message was worked off, so that as much more is taken from the node.
  package func done(_ sizeBytes: Int, from peer: Address) {}

  /// Disconnects a node that misbehaves and keeps it away for a while, each time for longer.
  ///
  /// Validators are only dialled later.
  package func leave(_ peer: Address, because reason: String) {}

  /// Goes on to an epoch: with this node's endorsement for it, with the validators of it and its
  /// neighbours, who have reserved places, and with the endpoints that are registered.
  package func begin(
    _ epoch: Epoch, endorsement: Endorsement?, validators: Set<PublicKey>,
    registered: [PeerEndpoint]
  ) {}

  /// What is known of each connected node, in the order of their addresses.
  package func reports() -> [PeerReport] { [] }

  /// Says goodbye to every node and returns when all is closed.
  package func stop() {}
}
