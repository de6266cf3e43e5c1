import Chain
import Cryptography

/// Whether there are transactions that a block could take, and what that was found out from.
///
/// To look through the pool in every turn would cost more than the turn; so it is looked through
/// when the chain has changed, and what has come since is looked at by itself.
struct Outlook: Sendable {
  /// On which block the next is expected, and on which state.
  struct Basis: Hashable, Sendable {
    let parent: Digest
    let root: Digest
  }

  var basis: Basis?
  var waits = false
  /// Whose transactions have come since.
  var admitted: [Address] = []
}
