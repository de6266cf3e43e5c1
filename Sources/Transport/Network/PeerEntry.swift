import Chain
import Cryptography

/// What the network's thread knows of a connection.
struct PeerEntry {
  /// How far it has come.
  enum Stage: Equatable {
    /// The system has not made the connection yet.
    case connecting
    case shaking
    /// It is proven who it is, not yet whom it speaks for.
    case identified
    /// The node has another connection, which must answer until then if it is to be kept.
    case waiting(since: Duration, until: Duration, old: UInt64)
    case connected(since: Duration)
    /// It is over; the other end may still read why.
    case leaving(until: Duration)
  }

  let connection: PeerConnection
  /// What was dialled, if this node did.
  let endpoint: PeerEndpoint?
  let began: Duration
  var stage: Stage
  var nodeID: Address?
  var introduction: Introduction?
  var speaksFor: PublicKey?
  /// Whether it counts among those that have not shown who they are.
  var isHalfOpen: Bool

  var isInbound: Bool { endpoint == nil }
}
