package import Chain
package import Codec
package import Cryptography

/// What is left of an epoch when a node starts again: its journal, and what its database has final.
///
/// All of it was checked before it was written. Anything may be missing but own votes.
package struct Recollection: Sendable {
  /// The newest block of this epoch that the database has final, with its certificate, which may
  /// also be over a later block; nothing before the first.
  package var lastFinal: Header?
  /// Every vote of this node in the epoch.
  package var ownVotes: [Vote] = []
  package var certificates: [Certificate] = []
  /// Blocks whose bodies are at hand and were found valid.
  package var blocks: [Header] = []
  /// The roots of the heights executed so far that a header may still name: the anchor's, if it was
  /// executed, and those from the executed height of the last final block on.
  package var roots = SortedMap<Height, Digest>()

  package init() {}
}
