/// Whether the block that a quorum notarized in a view may be built on.
enum Certification: Sendable {
  /// Not known yet: no certificate, or something to judge it by is missing.
  case open
  /// Its body is at hand, its parent certified, and the state it names is this node's own.
  case certified
  /// It must never be built on.
  case bad
}
