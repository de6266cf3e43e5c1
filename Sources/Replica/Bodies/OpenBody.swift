import Chain
import Cryptography

/// The body of a block that is being put together.
struct OpenBody: Sendable {
  let header: Header
  /// Who offered it, and is asked for what is missing.
  let peer: Address
  /// When another is asked.
  let deadline: UInt64
  /// What is there so far, by place.
  var parts: [BodyPart?]
  /// Whether it is complete, and its signatures are being checked.
  var isChecking = false

  var missing: [UInt32] {
    parts.indices.filter { parts[$0] == nil }.map(UInt32.init)
  }
}
