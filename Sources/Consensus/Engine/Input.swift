package import Chain
package import Cryptography

/// Everything an engine can learn.
///
/// Messages of other epochs are ignored: whoever runs several engines hands each its own.
package enum Input: Sendable {
  /// A leader's vote, with the header it is about.
  case proposal(Header, Verified<Vote>)
  case vote(Verified<Vote>)
  case certificate(Verified<Certificate>)
  /// A member has become reachable.
  case connected(member: Int)
  /// A peer asks for the certificates of some views.
  case request(ClosedRange<View>, from: Peer)
  /// A block is at hand, whole; whoever says so keeps it until a later one is final.
  case block(Header, BodyVerdict)
  /// Blocks in a row from the one after the last final block on, all of them at hand and valid,
  /// the last of which the certificate makes final: how a node goes on that was left behind.
  case range([Header], Verified<Certificate>)
  /// A final block was executed, and this is the root of the state after it. Only heights that a
  /// header may name need to be told.
  case executed(Height, root: Digest)
  /// Whether this node holds transactions that can be included, or would be but for the limit on
  /// what is ordered and not yet executed.
  case transactionsWait(Bool)
  /// The block asked for with `Effect.build`: it is at hand and valid.
  case built(Header)
  /// The block asked for in a view cannot be built.
  case notBuilt(View)
  /// A vote of this node that is durable now; also one that was forgotten and is accepted as cast.
  case cast(Vote)
  /// This node's journal is no longer to be trusted: from here on it only observes.
  case quarantined
  /// This node, which observed, votes from here on as the member at a place of the set: its
  /// operator accepts what it may have forgotten.
  case admitted(as: Int)
  /// The time asked for with `Effect.wake` has come.
  case wake
}
