import Chain
import Codec
import Cryptography

/// R3 and R6: votes become certificates, and contradictions evidence.
extension Engine {
  /// Views whose votes are of use.
  func collects(_ view: View) -> Bool {
    #if PLANTED
      if EngineBug.forgetsNothing.isPlanted { return window.contains(view) }
    #endif
    return window.contains(view) && view <= current.next
      && view.units + EngineLimits.viewsWithVotesMax > current.units
  }

  mutating func collect(_ vote: Vote, by member: Int, at now: Moment) {
    let statement = vote.statement
    #if PLANTED
      if EngineBug.collectsAnyView.isPlanted { window.extend(through: statement.view) }
    #endif
    guard collects(statement.view) else { return }
    heardAt[member] = now.milliseconds
    // A twin's vote, or one that was forgotten: whoever made it, this key has voted.
    if member == role.member { window[statement.view].own.ask(for: statement) }
    let isNew = count(vote, by: member, at: now)
    // Whoever still nullifies a view that this node has left, and says so again, is stuck there.
    let isStuck = !isNew || statement.view.next < current
    if statement.kind == .nullify, statement.view < current, isStuck {
      help(member, from: statement.view, at: now)
    }
  }

  /// Adds a vote to those of its view; false when it adds nothing.
  private mutating func count(_ vote: Vote, by member: Int, at now: Moment) -> Bool {
    let statement = vote.statement
    switch window[statement.view].add(vote, by: member, of: plan.set.members) {
    case .repeated:
      return false
    case .contradicted(let earlier):
      if plan.leader(of: statement.view) == member { hear(statement) }
      accuse(member, of: earlier, and: vote)
      return true
    case .counted(let share):
      #if PLANTED
        if EngineBug.hearsAnybody.isPlanted { hear(statement) }
      #endif
      #if PLANTED
        if EngineBug.accusesTheInnocent.isPlanted {
          if let other = window[statement.view].vote(.notarize, of: member) {
            accuse(member, of: other, and: vote)
          }
        }
      #endif
      if plan.leader(of: statement.view) == member { hear(statement) }
      let opposite: VoteKind? =
        switch statement.kind {
        case .notarize: nil
        case .nullify: .finalize
        case .finalize: .nullify
        }
      if let opposite, let other = window[statement.view].vote(opposite, of: member) {
        accuse(member, of: other, and: vote)
      }
      completed(window[statement.view].shares(statement.kind)[share], at: now)
      return true
    }
  }

  /// Takes note of what a leader proposes by voting for it.
  private mutating func hear(_ statement: Statement) {
    guard case .notarize(let candidate) = statement.content else { return }
    propose(candidate, in: statement.view)
  }

  mutating func propose(_ candidate: Statement.Candidate, in view: View) {
    #if PLANTED
      if EngineBug.notarizesLatest.isPlanted { return window[view].slot = .holds(candidate) }
    #endif
    switch window[view].slot {
    case .empty: window[view].slot = .holds(candidate)
    case .holds(candidate), .conflicted: break
    case .holds: window[view].slot = .conflicted
    }
  }

  private mutating func completed(_ share: BallotBox.Share, at now: Moment) {
    let statement = share.statement
    guard share.power >= quorum, statement.view > floor.view,
      window[statement.view].certificate(statement.kind) == nil
    else { return }
    hold(
      Certificate(
        statement: statement, setCount: plan.set.members.count, signatures: share.signatures),
      at: now)
  }

  /// Draws from recalled votes what they complete: with one validator, that is everything.
  mutating func recount(at now: Moment) {
    var view = max(window.first, floor.view.next)
    while window.contains(view) {
      for kind in VoteKind.allCases {
        guard window.contains(view) else { break }
        for share in window[view].shares(kind) { completed(share, at: now) }
      }
      view = view.next
    }
  }

  /// Takes a certificate that others made.
  mutating func accept(_ certificate: Certificate, at now: Moment) {
    let statement = certificate.statement
    guard statement.epoch == plan.epoch, statement.view > floor.view else { return }
    window.extend(through: statement.view)
    guard window[statement.view].certificate(statement.kind) == nil else { return }
    hold(certificate, at: now)
    #if PLANTED
      if EngineBug.ignoresVotesInCertificates.isPlanted { return }
    #endif
    guard stage == .running, collects(statement.view) else { return }
    // Its votes are kept like others, so that each one can still convict whoever cast it.
    for (member, vote) in certificate.votes where count(vote, by: member, at: now) {
      heardAt[member] = now.milliseconds
    }
  }

  private mutating func hold(_ certificate: Certificate, at now: Moment) {
    let view = certificate.statement.view
    #if PLANTED
      if EngineBug.ignoresOtherCertificates.isPlanted {
        if case .holds(let heard) = window[view].slot,
          case .notarize(let candidate) = certificate.statement.content, candidate != heard
        {
          return
        }
      }
    #endif
    effects.append(.persist(certificate))
    #if PLANTED
      if EngineBug.journalsNoCertificates.isPlanted { effects.removeLast() }
    #endif
    // One for a view long left moves nobody; those who need it ask for it.
    if view.next >= current { effects.append(.broadcast(.certificate(certificate))) }
    #if PLANTED
      if EngineBug.sendsNoCertificates.isPlanted {
        effects.removeAll { if case .broadcast(.certificate) = $0 { true } else { false } }
      }
    #endif
    switch certificate.statement.content {
    case .notarize:
      keep(certificate)
      #if PLANTED
        if EngineBug.entersUncertified.isPlanted { leave(view, by: certificate, at: now) }
      #endif
      #if PLANTED
        if EngineBug.finalizesUncertified.isPlanted {
          if let candidate = certificate.statement.candidate, !window[view].own.nullified {
            ask(for: .finalize(candidate), in: view)
          }
        }
      #endif
    case .nullify:
      keep(certificate)
      #if PLANTED
        if EngineBug.certifiesNothingSkipped.isPlanted { undecided.removeAll { $0 == view } }
      #endif
      leave(view, by: certificate, at: now)
    case .finalize:
      finalize(certificate, at: now)
    }
  }

  /// Puts a certificate of a view above the floor where the rules look for it.
  mutating func keep(_ certificate: Certificate) {
    let statement = certificate.statement
    window[statement.view].hold(certificate)
    guard case .notarize(let candidate) = statement.content else { return }
    propose(candidate, in: statement.view)
    let place = undecided.firstIndex { $0 > statement.view } ?? undecided.count
    undecided.insert(statement.view, at: place)
  }

  private mutating func accuse(_ member: Int, of first: Vote, and second: Vote) {
    let (one, other) = (first.statement, second.statement)
    #if PLANTED
      if EngineBug.accusesTheInnocent.isPlanted {
        if let evidence = try? Evidence(
          first, second, by: plan.set.members[member].key, on: plan.network), one != other
        {
          effects.append(.accuse(evidence))
        }
      }
    #endif
    #if PLANTED
      if EngineBug.ignoresOpposites.isPlanted { if one.kind != other.kind { return } }
    #endif
    #if PLANTED
      if EngineBug.accusesAgain.isPlanted {
        if let evidence = try? Evidence(
          first, second, by: plan.set.members[member].key, on: plan.network), one.contradicts(other)
        {
          effects.append(.accuse(evidence))
        }
      }
    #endif
    guard member != role.member, one.contradicts(other),
      window[one.view].accuses(member, of: one.kind, and: other.kind),
      let evidence = try? Evidence(
        first, second, by: plan.set.members[member].key, on: plan.network)
    else { return }
    effects.append(.accuse(evidence))
  }
}
