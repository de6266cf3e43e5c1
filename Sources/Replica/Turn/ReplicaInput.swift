package import Chain
package import Cryptography

/// Everything a node can learn.
package enum ReplicaInput {
  /// A peer is there; the key is a validator's it has proven to speak for.
  case connected(Address, speaksFor: PublicKey?)
  /// A peer that is there has shown another key than before, or its key counts no longer.
  case endorsed(Address, speaksFor: PublicKey?)
  case disconnected(Address)
  case heard(PeerMessage, sizeBytes: Int, from: Address)
  /// An answer from the database is on its way to a peer, or there is none, which has no size.
  case served(Address, sizeBytes: Int)
  /// What has come of signatures that were to be checked.
  case checked(SignatureCheck, CheckOutcome)
  /// A transaction of a client of this node.
  case submitted(Recovered<Transaction>)
  /// A vote of this node that is durable now; see `Input.cast`.
  case cast(Vote)
  /// This node's journal is no longer to be trusted; see `Input.quarantined`. Peers are asked how
  /// far the chain is.
  case quarantined
  /// The operator accepts that votes may be forgotten in an epoch. Once that is under way, peers
  /// are asked what they have, and then comes `ReplicaEffect.accept`.
  case lossAccepted(Epoch)
  /// The gate votes in an epoch from here on, as `ReplicaEffect.accept` wanted; that is durable.
  case admitted(Epoch)
  case executed(ExecutionReport)
  case committed(CommitReport)
  /// The oldest block whose body this node still has.
  case kept(from: Height)
  /// A snapshot could not be imported.
  case importFailed
  /// The time asked for with `ReplicaEffect.wake` has come.
  case wake
}
