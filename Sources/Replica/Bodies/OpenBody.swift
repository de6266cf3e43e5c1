import Chain
import Cryptography

/// The body of a block that is being put together.
struct OpenBody: Sendable {
  let header: Header
  let peer: Address
  /// What is there so far, by place.
  var parts: [BodyPart?]
  /// Whether it is complete, and its signatures are being checked.
  var isChecking = false

  var missing: [UInt32] {
    parts.indices.filter { parts[$0] == nil }.map(UInt32.init)
  }
}

/// A block with a checked body whose parent is not at hand.
struct Orphan: Sendable {
  let header: Header
  let transactions: [Recovered<Transaction>]
}
