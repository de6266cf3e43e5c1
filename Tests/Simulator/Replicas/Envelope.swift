import Codec
import Replica

/// A message on its way, which is encoded once however many it goes to.
struct Envelope {
  let message: PeerMessage
  let sizeBytes: Int
  /// What tells it from others in a history.
  let hash: UInt64

  init(_ message: PeerMessage) {
    self.message = message
    let bytes = message.canonicalBytes
    sizeBytes = bytes.count
    hash = ReplicaTrace.hash(of: bytes)
  }
}
