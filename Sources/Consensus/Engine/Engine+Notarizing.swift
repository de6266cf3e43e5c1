import Chain
import Codec
import Cryptography

/// R2: the vote on a proposal.
extension Engine {
  /// What there is to say about a proposal.
  private enum Judgement {
    case acceptable
    case waits([Need])
    case early(Timestamp)
    case invalid
  }

  /// Takes a header with its leader's vote.
  mutating func take(_ header: Header, with vote: Vote, by member: Int, at now: Moment) {
    let statement = vote.statement
    collect(vote, by: member, at: now)
    guard case .notarize(let candidate) = statement.content,
      statement.view > floor.view, window.contains(statement.view),
      plan.leader(of: statement.view) == member,
      case .holds(candidate) = window[statement.view].slot,
      blocks[candidate.block] == nil, header.hash == candidate.block
    else { return }
    blocks[candidate.block] = KnownBlock(
      header: header, verdict: nil, receivedAt: now.milliseconds)
  }

  mutating func notarize(needs: inout [(need: Need, from: Int?)], at now: Moment) {
    #if PLANTED
      if EngineBug.notarizesAfterGivingUp.isPlanted {
        if window[current].own.nullified, window[current].own.notarized == nil,
          case .holds(let candidate) = window[current].slot, blocks[candidate.block] != nil
        {
          return ask(for: .notarize(candidate), in: current)
        }
      }
    #endif
    guard window[current].own.notarized == nil, !window[current].own.nullified,
      case .holds(let candidate) = window[current].slot
    else { return }
    turn.earlyUntil = nil
    switch judge(candidate, at: now) {
    case .acceptable:
      startTheTurn(at: now)
      ask(for: .notarize(candidate), in: current)
    case .waits(let missing):
      needs += missing.map { ($0, plan.leader(of: current)) }
    case .early(let time):
      let wait = time.units - EngineLimits.earlinessMilliseconds - now.time.units
      turn.earlyUntil = now.milliseconds + wait
    case .invalid:
      #if PLANTED
        if EngineBug.saysNothingAfterBadProposal.isPlanted { return turn.startsAt = .max / 2 }
      #endif
      nullify()
    }
  }

  /// Holds the proposal of the current view against the rules.
  private func judge(_ candidate: Statement.Candidate, at now: Moment) -> Judgement {
    let view = current
    guard candidate.parentView < view, candidate.parentView >= floor.view else { return .invalid }
    guard let block = blocks[candidate.block] else { return .waits([.block(candidate.block)]) }
    let header = block.header
    if header.view != view { return judgeRepetition(of: header, candidate) }
    #if PLANTED
      if EngineBug.notarizesInvalidBody.isPlanted {
        if block.verdict == .invalid { return .acceptable }
      }
    #endif
    guard header.parentView == candidate.parentView, block.verdict != .invalid else {
      return .invalid
    }
    var needs: [Need] = []
    #if PLANTED
      if EngineBug.ignoresParents.isPlanted { if block.verdict == .valid { return .acceptable } }
    #endif
    switch ancestry(of: header, in: candidate.parentView) {
    case .wrong: return .invalid
    case .open(let need): if let need { needs.append(need) }
    case .certified:
      guard let parent = blocks[header.parentHash]?.header else { return .waits([]) }
      do throws(HeaderFault) {
        try plan.check(header, on: parent, at: now.time)
      } catch .early(let time) {
        #if PLANTED
          if EngineBug.notarizesEarly.isPlanted { return .acceptable }
        #endif
        return .early(time)
      } catch {
        #if PLANTED
          if EngineBug.ignoresHeaderRules.isPlanted { return .acceptable }
        #endif
        return .invalid
      }
    }
    if let gap = gap(between: candidate.parentView, and: view) { needs.append(gap) }
    if block.verdict == nil { needs.append(.block(candidate.block)) }
    #if PLANTED
      if EngineBug.notarizesWithoutBody.isPlanted { return .acceptable }
    #endif
    let isWhole = needs.isEmpty && isCertified(header.parentHash, in: candidate.parentView)
    return isWhole ? .acceptable : .waits(needs)
  }

  /// Judges a closing block that is proposed again: body and header were checked the first time.
  ///
  /// Protocol: The end of an epoch.
  private func judgeRepetition(
    of header: Header, _ candidate: Statement.Candidate
  ) -> Judgement {
    guard header.epoch == plan.epoch, header.view < current, plan.isClosing(header),
      candidate.parentView > floor.view
    else { return .invalid }
    #if PLANTED
      if EngineBug.repeatsUnderAnyView.isPlanted { return .acceptable }
    #endif
    var needs: [Need] = []
    switch standing(of: candidate.block, in: candidate.parentView) {
    case .wrong: return .invalid
    case .open(let need):
      guard let need else { return .waits([]) }
      needs.append(need)
    case .certified: break
    }
    if let gap = gap(between: candidate.parentView, and: current) { needs.append(gap) }
    return needs.isEmpty ? .acceptable : .waits(needs)
  }

  /// The nullifications that are missing between two views, in one span to ask for.
  private func gap(between parentView: View, and view: View) -> Need? {
    #if PLANTED
      if EngineBug.ignoresGaps.isPlanted { return nil }
    #endif
    guard parentView.next < view else { return nil }
    let views = parentView.next...View(view.units - 1)
    var missing = views.lowerBound
    while missing <= views.upperBound {
      if !window[missing].isNullified {
        return span(around: missing, in: views)
      }
      missing = missing.next
    }
    return nil
  }
}
