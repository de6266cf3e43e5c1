import Cryptography

/// How far the chain below a final block is at hand.
struct Ascent: Sendable {
  /// The final block it was followed down from.
  let top: Digest
  /// The first block of which something is missing.
  let missing: Digest
}
