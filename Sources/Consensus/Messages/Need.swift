package import Chain
package import Cryptography

/// Something a node lacks and others have.
package enum Need: Hashable, Sendable {
  /// A block with its body.
  case block(Digest)
  /// What a quorum said in some views.
  case certificates(ClosedRange<View>)
}
