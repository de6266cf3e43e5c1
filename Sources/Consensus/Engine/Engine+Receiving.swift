import Chain
import Codec
import Cryptography

extension Engine {
  /// Makes the first moves, or the next ones after a restart.
  package mutating func start(at now: Moment) -> [Effect] {
    guard stage == .running else { return [] }
    enterAgain(at: now)
    recount(at: now)
    repeatEverything()
    return turnOver(at: now)
  }

  /// Takes one input and says what to do about it.
  package mutating func receive(_ input: Input, at now: Moment) -> [Effect] {
    #if PLANTED
      if EngineBug.repeatsAlways.isPlanted { repeatEverything() }
    #endif
    switch stage {
    case .running: take(input, at: now)
    case .closed: answerFromTheEnd(input, at: now)
    case .halted: break
    }
    return turnOver(at: now)
  }

  private mutating func take(_ input: Input, at now: Moment) {
    switch input {
    case .proposal(let header, let vote):
      if let member = sender(of: vote) { take(header, with: vote.message, by: member, at: now) }
    case .vote(let vote):
      if let member = sender(of: vote) { collect(vote.message, by: member, at: now) }
    case .certificate(let certificate):
      if certificate.authority.epoch == plan.epoch { accept(certificate.message, at: now) }
    case .connected(let member): greet(member)
    case .request(let views, let peer): answer(views, to: peer)
    case .block(let header, let verdict): take(header, verdict, at: now)
    case .range(let headers, let certificate): take(headers, under: certificate, at: now)
    case .executed(let height, let root): take(root, after: height)
    case .transactionsWait(let wait): take(transactionsWait: wait, at: now)
    case .built(let header): offer(header, at: now)
    case .notBuilt(let view): if view == current, turn.isBuilding { passTheTurn() }
    case .cast(let vote): take(cast: vote, at: now)
    case .quarantined: role = .observer
    case .admitted(let member): admit(as: member, at: now)
    case .wake:
      wakeAt = nil
      expire(at: now)
    }
  }

  /// The place of the member whose vote this is, if it is one of this epoch on this network.
  func sender(of vote: Verified<Vote>) -> Int? {
    guard vote.message.statement.epoch == plan.epoch, vote.authority.network == plan.network
    else { return nil }
    return places[vote.authority.key]
  }

  /// Draws the consequences of whatever was learnt, and hands out the effects.
  private mutating func turnOver(at now: Moment) -> [Effect] {
    if stage == .running { settle(at: now) }
    if stage == .running { askToBeWoken(at: now) }
    defer { effects.removeAll(keepingCapacity: true) }
    return effects
  }

  private mutating func settle(at now: Moment) {
    var needs: [(need: Need, from: Int?)] = []
    climb(needs: &needs)
    guard stage == .running else { return }
    certify(needs: &needs, at: now)
    act(needs: &needs, at: now)
    inquire(needs, at: now)
  }

  /// Does what is to be done in the current view: skip it, propose, or vote for what is proposed.
  private mutating func act(needs: inout [(need: Need, from: Int?)], at now: Moment) {
    guard let voter else { return }
    if turn.isSkipped { return nullify() }
    if plan.leader(of: current) == voter {
      propose(needs: &needs, at: now)
    } else {
      notarize(needs: &needs, at: now)
    }
  }
}
