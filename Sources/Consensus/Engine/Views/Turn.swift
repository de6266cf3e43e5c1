import Chain

/// The current view, as this node goes through it.
struct Turn: Sendable {
  let enteredAt: UInt64
  /// From when on the leader's time runs: it has something to propose, or waited long enough.
  var startsAt: UInt64
  /// Whether the leader was silent for so long that nobody waits for it.
  let isSkipped: Bool
  /// What let this node enter; sent with a nullification, so that others may enter as well.
  let entry: Certificate?
  /// Whether a block was asked for.
  var isBuilding = false
  /// Whether there was nothing to build on, and another state may change that.
  var awaitsState = false
  /// When the proposal stops being early, by the forward-going clock.
  var earlyUntil: UInt64?
  /// When the nullification is sent again, once it was sent.
  var retry: Backoff?
}
