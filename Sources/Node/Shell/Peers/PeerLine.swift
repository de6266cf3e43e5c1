import Chain
import Codec
import Cryptography
import Replica
import Sockets
import Transport

/// What the shell says to other nodes and hears from them, in messages rather than bytes.
final class PeerLine: Sendable {
  private let network: PeerNetwork

  /// Begins to connect to others and to take them in; what they say goes into the inbox.
  init(
    _ settings: PeerSettings, key: consuming PrivateKey, network: Network, duty: PeerDuty,
    inbox: Inbox, log: Logbook
  ) throws(SocketError) {
    self.network = try PeerNetwork(
      settings, key: key, network: network, epoch: duty.epoch, endorsement: duty.endorsement,
      validators: duty.validators, registered: duty.registered,
      deliver: { event in inbox.put(.peer(Self.read(event))) },
      log: { note in
        Self.log(note, log)
        if case .notReached(let endpoint, let reason, _, let isLasting) = note {
          inbox.put(.peer(.notReached(endpoint, because: reason, isLasting: isLasting)))
        }
      })
  }

  /// Messages are read on the transport's thread, so that the shell's is left alone with them.
  private static func read(_ event: PeerEvent) -> PeerNotice {
    switch event {
    case .connected(let peer, let key): return .connected(peer, speaksFor: key)
    case .endorsed(let peer, let key): return .endorsed(peer, speaksFor: key)
    case .disconnected(let peer, let reason): return .disconnected(peer, because: reason)
    case .received(let peer, let queue, let bytes):
      do throws(ByteError) {
        let message = try PeerMessage(canonicalBytes: bytes.span)
        guard message.queue == queue else {
          return .misspoken(peer, sizeBytes: bytes.count, because: "it uses the wrong queue")
        }
        return .heard(message, sizeBytes: bytes.count, from: peer)
      } catch {
        return .misspoken(peer, sizeBytes: bytes.count, because: "what it sends is wrong: \(error)")
      }
    }
  }

  private static func log(_ note: NetworkNote, _ log: Logbook) {
    if note.isTrouble {
      log.warn(.peers, "\(note)")
    } else {
      log.info(.peers, "\(note)")
    }
  }

  var nodeID: Address { network.nodeID }
  var addresses: [SocketAddress] { network.listening }
  var reports: [PeerReport] { network.reports() }

  /// Sends a message and returns how long it is.
  @discardableResult
  func send(_ message: PeerMessage, to peer: Address) -> Int {
    let bytes = message.canonicalBytes
    network.send(bytes, on: message.queue, to: peer)
    return bytes.count
  }

  func broadcast(_ message: PeerMessage) {
    network.broadcast(message.canonicalBytes, on: message.queue)
  }

  /// A message was worked off, so that the peer may send more.
  func done(_ sizeBytes: Int, from peer: Address) { network.done(sizeBytes, from: peer) }

  func leave(_ peer: Address, because reason: String) { network.leave(peer, because: reason) }

  func begin(_ duty: PeerDuty) {
    network.begin(
      duty.epoch, endorsement: duty.endorsement, validators: duty.validators,
      registered: duty.registered)
  }

  func stop() { network.stop() }
}
