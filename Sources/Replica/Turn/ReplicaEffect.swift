package import Chain
package import Consensus
package import Cryptography

/// Everything a node can want done, in this order.
package enum ReplicaEffect: Sendable {
  /// Write a certificate to the journal.
  case persist(Certificate)
  /// Ask the gate for a vote, and journal it together with the block's body; once both are synced,
  /// it comes back as `ReplicaInput.cast`. Nothing that follows is sent before.
  case sign(Statement, body: OrderedBlock?)
  /// The epoch's closing block is final: the gate signs no more votes of it.
  case close(Epoch)
  case send(PeerMessage, to: Address)
  case broadcast(PeerMessage)
  /// Check signatures, and answer with `ReplicaInput.checked`.
  case check(SignatureCheck)
  /// Execute a final block, after those before it, and answer with `ReplicaInput.executed`; commit
  /// it in time, and answer with `ReplicaInput.committed`. The commit of a closing block opens the
  /// journal of the next epoch.
  case execute(OrderedBlock, certificate: Certificate?, isClosing: Bool)
  /// Send a block, or final blocks from a height on, from the database.
  case serveBlock(Digest, to: Address)
  case serveRange(from: Height, to: Address)
  /// Say what became of a client's transaction.
  case answer(Digest, MempoolRefusal?)
  /// A validator has contradicted itself.
  case accuse(Evidence)
  /// A peer broke a rule: leave it.
  case leave(Address, because: String)
  /// Answer with `ReplicaInput.wake` when the forward-going clock has reached this; earlier requests
  /// to be woken lapse.
  case wake(at: UInt64)
  /// A quorum has made final what contradicts this node: stop and report.
  case halt(Breach)
}
