import Chain

/// A block that is not final yet, or the last final one.
struct KnownBlock: Sendable {
  let header: Header
  /// What has come of its body; nothing while it is missing.
  var verdict: BodyVerdict?
  /// When its header arrived.
  let receivedAt: UInt64
}
