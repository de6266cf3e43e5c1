import Chain
import Codec
import Cryptography

/// R1: what the leader of the current view does.
extension Engine {
  /// On what a leader builds.
  private enum Parent {
    case at(View, KnownBlock, Digest)
    case missing(Need)
    /// Something that was asked for elsewhere has to come first.
    case pending
  }

  mutating func propose(needs: inout [(need: Need, from: Int?)], at now: Moment) {
    #if PLANTED
      if EngineBug.proposesTwice.isPlanted {
        if window[current].own.notarized != nil, !turn.isBuilding {
          turn.isBuilding = true
          effects.append(.build(view: current, parent: lastFinal, parentView: floor.view))
        }
      }
    #endif
    let own = window[current].own
    guard own.notarized == nil, !own.nullified, !turn.isBuilding else { return }
    switch highestCertified() {
    case .missing(let need): needs.append((need, nil))
    case .pending: break
    case .at(let view, let parent, let hash):
      #if PLANTED
        if EngineBug.buildsOnClosing.isPlanted {
          turn.isBuilding = true
          effects.append(.build(view: current, parent: parent.header, parentView: view))
          return
        }
      #endif
      if parent.header.epoch == plan.epoch, plan.isClosing(parent.header) {
        return offerAgain(hash, certifiedIn: view)
      }
      let earliest = parent.receivedAt + plan.minBlockIntervalMilliseconds
      guard now.milliseconds >= max(turn.startsAt, earliest) else { return }
      // With a clock that was set back, every block later than its parent is early: its leader
      // waits like any voter, or a strong one would nullify view after view without a pause.
      let first = parent.header.time.next.units
      turn.earlyUntil = nil
      guard first <= now.time.units + EngineLimits.earlinessMilliseconds else {
        let wait = first - EngineLimits.earlinessMilliseconds - now.time.units
        turn.earlyUntil = now.milliseconds + wait
        return
      }
      turn.isBuilding = true
      effects.append(.build(view: current, parent: parent.header, parentView: view))
    }
  }

  /// The highest certified block below the current view, if a quorum nullified every view above.
  private func highestCertified() -> Parent {
    var view = View(current.units - 1)
    while view > floor.view {
      let record = window[view]
      if record.certification == .certified, let candidate = record.notarized,
        let block = blocks[candidate.block]
      {
        return .at(view, block, candidate.block)
      }
      guard record.isNullified else {
        // Under a certificate that is still open, the need for it is already told.
        guard record.notarized == nil else { return .pending }
        return .missing(span(around: view, in: floor.view.next...view))
      }
      view = View(view.units - 1)
    }
    return blocks[floor.block].map { .at(view, $0, floor.block) } ?? .pending
  }

  /// Proposes a closing block again, since nothing may extend it within its epoch.
  ///
  /// Protocol: The end of an epoch. There is nothing to build, so it happens at once.
  private mutating func offerAgain(_ block: Digest, certifiedIn view: View) {
    let candidate = Statement.Candidate(parentView: view, block: block)
    window[current].slot = .holds(candidate)
    ask(for: .notarize(candidate), in: current)
  }

  /// Takes the block that was asked for.
  mutating func offer(_ header: Header, at now: Moment) {
    #if PLANTED
      let hasVoted = !EngineBug.proposesTwice.isPlanted && window[current].own.notarized != nil
    #else
      let hasVoted = window[current].own.notarized != nil
    #endif
    guard turn.isBuilding, header.view == current, let voter,
      plan.leader(of: current) == voter, !window[current].own.nullified, !hasVoted
    else { return }
    guard case .at(let view, let parent, let hash) = highestCertified(),
      header.parentView == view, header.parentHash == hash,
      (try? plan.check(header, on: parent.header, at: now.time)) != nil
    else { return passTheTurn() }
    let block = header.hash
    blocks[block] = KnownBlock(header: header, verdict: .valid, receivedAt: now.milliseconds)
    let candidate = Statement.Candidate(parentView: view, block: block)
    window[current].slot = .holds(candidate)
    startTheTurn(at: now)
    ask(for: .notarize(candidate), in: current)
  }

  /// Gives up a turn that this node cannot use, so that nobody waits for it.
  ///
  /// In more views in a row than there are leaders it lets the deadline do that, or validators that
  /// are a quorum and cannot build would give up view after view without a pause.
  mutating func passTheTurn() {
    if current.units - floor.view.units <= UInt64(plan.set.members.count) { return nullify() }
    turn.awaitsState = true
  }

  /// When the leader is to ask for a block, as far as the clock is concerned.
  var proposesAt: UInt64? {
    guard case .at(_, let parent, _) = highestCertified() else { return nil }
    return max(turn.startsAt, parent.receivedAt + plan.minBlockIntervalMilliseconds)
  }
}
