package import Chain
package import Cryptography
import Dispatch
package import Sockets
import Synchronization

/// The connections to other nodes: one thread for all sockets.
package final class PeerNetwork: Sendable {
  /// A validator's word that this process speaks for it.
  package typealias Endorsement = (key: PublicKey, signature: Signature)

  /// The address of this process's transport key.
  package let nodeID: Address
  /// Where it listens, with the ports the system chose.
  package let listening: [SocketAddress]
  private let hub: NetworkHub
  private let running = DispatchGroup()

  /// Starts to listen and to dial.
  ///
  /// Events are delivered on the network's thread and must not keep it waiting, nor stop the
  /// network. Throws when it cannot listen.
  package init(
    _ settings: PeerSettings, key: consuming PrivateKey, network: Network, epoch: Epoch,
    endorsement: Endorsement?, validators: Set<PublicKey>, registered: [PeerEndpoint],
    deliver: @escaping @Sendable (PeerEvent) -> Void,
    log: @escaping @Sendable (NetworkNote) -> Void
  ) throws(SocketError) {
    let identity = TransportIdentity(key: key, network: network)
    nodeID = identity.nodeID
    hub = try NetworkHub(settings, identity: identity, deliver: deliver, log: log)
    var listeners: [ListeningSocket] = []
    var listening: [SocketAddress] = []
    for address in settings.listening {
      let socket = try Socket(listeningAt: address, backlog: 128)
      try hub.poller.add(socket, token: PeerTable.token(ofListener: listeners.count))
      listening.append(try socket.localAddress())
      listeners.append(ListeningSocket(socket))
    }
    self.listening = listening
    hub.hand(listeners)
    for address in listening { log(.listening(address)) }
    let introduction = Introduction(
      epoch: epoch, endorsement: endorsement, software: settings.software)
    let terms = NetworkTerms(validators: validators, registered: registered)
    running.enter()
    DispatchQueue(label: "peers").async { [hub, running] in
      var table = PeerTable(hub, introduction: introduction, terms: terms)
      table.run()
      running.leave()
    }
  }

  /// Sends a message to a node, or lets it go if the node is not connected.
  package func send(_ message: [UInt8], on queue: PeerQueue, to peer: Address) {
    hub.roster.withLock { $0[peer] }?.send(message, on: queue, at: hub.now)
  }

  /// Sends a message to every connected node.
  package func broadcast(_ message: [UInt8], on queue: PeerQueue) {
    for connection in hub.roster.withLock({ $0.all }) {
      connection.send(message, on: queue, at: hub.now)
    }
  }

  /// Says that a received message was worked off, so that as much more is taken from the node.
  package func done(_ sizeBytes: Int, from peer: Address) {
    hub.roster.withLock { $0[peer] }?.done(sizeBytes, at: hub.now)
  }

  /// Disconnects a node that misbehaves and keeps it away for a while, each time for longer.
  ///
  /// Validators are only dialled later.
  package func leave(_ peer: Address, because reason: String) {
    hub.ask(.leave(peer, because: reason))
  }

  /// Goes on to an epoch: with this node's endorsement for it, with the validators of it and its
  /// neighbours, who have reserved places, and with the endpoints that are registered.
  package func begin(
    _ epoch: Epoch, endorsement: Endorsement?, validators: Set<PublicKey>,
    registered: [PeerEndpoint]
  ) {
    let introduction = Introduction(
      epoch: epoch, endorsement: endorsement, software: hub.settings.software)
    hub.ask(
      .begin(introduction, NetworkTerms(validators: validators, registered: registered)))
  }

  /// What is known of each connected node, in the order of their addresses.
  package func reports() -> [PeerReport] {
    let now = hub.now
    return hub.roster.withLock { $0.all }.compactMap { $0.report(at: now) }
      .sorted { $0.nodeID < $1.nodeID }
  }

  /// Says goodbye to every node and returns when all is closed; nothing is delivered any more.
  package func stop() {
    hub.ask(.stop)
    running.wait()
  }
}
