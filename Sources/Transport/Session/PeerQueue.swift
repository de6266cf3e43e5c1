/// What a message is among, for its turn when a connection can take more.
///
/// Each queue of each connection is bounded. They are served in this order, between frames, so that
/// a vote waits for no more than what was sealed before it.
package enum PeerQueue: UInt8, CaseIterable, Sendable {
  /// Votes, certificates, status.
  case votes = 0
  /// Proposals, and the bodies of blocks near the tip.
  case proposals = 1
  /// What asks for something.
  case requests = 2
  case transactions = 3
  /// Ranges of blocks, old blocks, snapshots.
  case data = 4

  /// Whether it goes on when the other end has not worked off what it has.
  package var isUrgent: Bool { self == .votes || self == .proposals }
}
