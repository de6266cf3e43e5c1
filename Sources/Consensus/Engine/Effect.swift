package import Chain

/// Everything an engine can want done.
///
/// The caller carries effects out in their order. What is to be persisted or signed in one turn may
/// share one sync, but nothing of the turn that comes behind it may be sent before that sync.
package enum Effect: Sendable {
  /// Write a certificate to the journal.
  case persist(Certificate)
  /// Ask the gate for this vote; if it signs, journal the vote and the body of its block, sync, and
  /// then hand the vote back as `Input.cast`. Nobody sees it before.
  case sign(Statement)
  /// Send to every peer. A proposal goes out with its body, whole or compact.
  case broadcast(Message)
  case send(Message, to: Peer)
  /// Get what is missing, from a member if one is named who should have it, otherwise from whoever
  /// has not been asked for long. Blocks come back as `Input.block`.
  case request(Need, from: Int?)
  /// Build the block of a view on a parent and answer with `Input.built` or `Input.notBuilt`.
  case build(view: View, parent: Header, parentView: View)
  /// Answer with `Input.wake` when the forward-going clock has reached this; earlier requests to be
  /// woken lapse.
  case wake(at: UInt64)
  /// Blocks have become final, and their bodies are all at hand.
  case finalized(Finality)
  /// A validator has contradicted itself.
  case accuse(Evidence)
  /// A quorum has made final what contradicts this node: stop and report.
  case halt(Breach)
}
