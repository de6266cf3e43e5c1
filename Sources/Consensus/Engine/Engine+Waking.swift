import Chain

/// The one timer there is: the next instant at which something is due.
extension Engine {
  mutating func askToBeWoken(at now: Moment) {
    var next = standstillAt
    if let deadline { next = min(next, deadline) }
    if let retry = turn.retry { next = min(next, retry.nextAt) }
    for inquiry in inquiries { next = min(next, inquiry.backoff.nextAt) }
    // These two lie in the past once they have come, and everything else waits for messages.
    for instant in [turn.earlyUntil, nextProposalAt] {
      if let instant, instant > now.milliseconds { next = min(next, instant) }
    }
    guard next != wakeAt else { return }
    wakeAt = next
    effects.append(.wake(at: next))
  }

  private var nextProposalAt: UInt64? {
    guard let voter, plan.leader(of: current) == voter, !turn.isBuilding,
      window[current].own.notarized == nil, !window[current].own.nullified
    else { return nil }
    return proposesAt
  }
}
