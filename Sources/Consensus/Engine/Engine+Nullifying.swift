import Chain
import Codec

/// R5: giving up on a view, and saying so until a quorum does.
extension Engine {
  mutating func nullify() {
    #if PLANTED
      if EngineBug.nullifiesLeftViews.isPlanted {
        if let left = View.ago(1, from: current), left > floor.view, !window[left].own.nullified {
          ask(for: .nullify, in: left)
        }
      }
    #endif
    let own = window[current].own
    guard !own.nullified, own.finalized == nil else { return }
    ask(for: .nullify, in: current)
  }

  /// When this node gives the current view up, unless it has voted to end it already.
  var deadline: UInt64? {
    let record = window[current]
    guard voter != nil, !record.own.nullified, record.own.finalized == nil else { return nil }
    #if PLANTED
      if EngineBug.neverGivesUp.isPlanted { return nil }
    #endif
    switch record.slot {
    case .empty: return turn.startsAt + timeout(settings.leaderTimeoutMilliseconds)
    case .holds, .conflicted:
      return turn.startsAt + timeout(settings.certifyTimeoutMilliseconds)
    }
  }

  /// A quarter more for each view beyond the usual two since the last final one.
  ///
  /// Only finality resets it: whatever less would let timeouts shrink while nothing gets better.
  private func timeout(_ base: UInt64) -> UInt64 {
    var timeout = base
    var views = current.units - floor.view.units
    #if PLANTED
      if EngineBug.neverWaitsLonger.isPlanted { views = 0 }
    #endif
    while views > 2, timeout < settings.timeoutMaxMilliseconds {
      timeout += max(timeout / 4, 1)
      views -= 1
    }
    return min(timeout, max(base, settings.timeoutMaxMilliseconds))
      + plan.minBlockIntervalMilliseconds
  }

  /// Does what is due.
  mutating func expire(at now: Moment) {
    if let deadline, now.milliseconds >= deadline { nullify() }
    if let retry = turn.retry, now.milliseconds >= retry.nextAt { nullifyAgain(at: now) }
    if now.milliseconds >= standstillAt {
      standstillAt = now.milliseconds + settings.standstillMilliseconds
      repeatEverything()
    }
    askAgain(at: now)
  }

  /// Sends the nullification once more, with what let this node enter: others may be views behind.
  private mutating func nullifyAgain(at now: Moment) {
    turn.retry?.postpone(at: now.milliseconds, settings)
    #if PLANTED
      if EngineBug.nullifiesOnce.isPlanted { return }
    #endif
    guard let member = role.member, let vote = window[current].own.vote(.nullify) else { return }
    if let entry = turn.entry { effects.append(.broadcast(.certificate(entry))) }
    effects.append(.broadcast(.vote(vote, by: member)))
    #if PLANTED
      if EngineBug.losesOwnVotesInCount.isPlanted { return }
    #endif
    // This node's own count needs the vote as much as everybody else's.
    collect(vote, by: member, at: now)
  }
}
