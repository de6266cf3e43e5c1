package import Chain
package import Consensus
package import Cryptography
package import State

/// Everything a node can want done, in this order.
package enum ReplicaEffect: Sendable {
  /// Write a certificate to the journal.
  case persist(Certificate)
  /// Ask the gate for a vote, and journal it together with the block's body; once both are synced,
  /// it comes back as `ReplicaInput.cast`. Nothing that follows is sent before.
  case sign(Statement, body: OrderedBlock?)
  /// The epoch's closing block is final: the gate signs no more votes of it.
  case close(Epoch)
  /// A vote of this node's own key that came from elsewhere: let the gate hear it, and once what
  /// it says is durable, answer with `ReplicaInput.quarantined` when its standing has changed, and
  /// with `ReplicaInput.cast` for a vote it recalls.
  case recognize(Verified<Vote>)
  /// Everybody was asked: let the gate accept the loss in the epoch, and answer with
  /// `ReplicaInput.admitted` once that is durable.
  case accept(LossAcceptance.Outcome)
  /// A quorum has said how far the chain is: let the gate store the time.
  case quarantine(since: Timestamp)
  case send(PeerMessage, to: Address)
  case broadcast(PeerMessage)
  /// Check signatures, and answer with `ReplicaInput.checked`.
  case check(SignatureCheck)
  /// Execute a final block, after those before it, and answer with `ReplicaInput.executed`; commit
  /// it in time, and answer with `ReplicaInput.committed`. The commit of a closing block opens the
  /// journal of the next epoch.
  case execute(OrderedBlock, certificate: Certificate?, isClosing: Bool)
  /// Send a block, or final blocks of one epoch from the first of some heights on, from the
  /// database.
  case serveBlock(Digest, to: Address)
  case serveRange(ClosedRange<Height>, to: Address)
  case serveSnapshot(SnapshotRequest, to: Address)
  /// Send how epochs ended, from one on, as many as one message takes.
  case serveEpochEnds(from: Epoch, to: Address)
  /// Prove what a key has in a state that a final header names, if one is at hand.
  case serveProof(of: StateKey, to: Address)
  /// Set up a database beside this one for a snapshot, whatever an attempt before has left. How
  /// epochs ended behind the current one comes first, up to the snapshot's own. Then a quorum
  /// vouches for the snapshot, and its chunks come in their order.
  case beginImport(SnapshotManifest)
  case importEnds([EpochEnd])
  case importChunk(VerifiedChunk)
  /// All of them came: complete the database, and begin again from it with a new replica. Until
  /// then, and when it fails (`ReplicaInput.importFailed`), this one goes on.
  case finishImport(SnapshotManifest)
  /// The rest will not come.
  case abandonImport
  /// Say what became of a client's transaction.
  case answer(Digest, MempoolRefusal?)
  /// A validator has contradicted itself.
  case accuse(Evidence)
  /// A peer broke a rule: leave it.
  case leave(Address, because: String)
  /// Answer with `ReplicaInput.wake` when the forward-going clock has reached this; earlier
  /// requests to be woken lapse.
  case wake(at: UInt64)
  /// A quorum has made final what contradicts this node: stop and report.
  case halt(Breach)
}
