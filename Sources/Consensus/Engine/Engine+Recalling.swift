import Chain
import Codec

/// Going on where this node stopped: what is durable becomes what is known.
extension Engine {
  mutating func recall(_ recollection: Recollection, at now: Moment) {
    for header in recollection.blocks where header.height > lastFinal.height {
      blocks[header.hash] = KnownBlock(
        header: header, verdict: .valid, receivedAt: now.milliseconds)
    }
    for (height, root) in recollection.roots where height >= lastFinal.executedHeight {
      roots[height] = root
    }
    let certificates = recollection.certificates.filter { $0.statement.epoch == plan.epoch }
    for certificate in certificates { recallFinality(certificate) }
    // A journal holds all votes of its epoch, which are of no more use here than before the stop.
    forget(from: window.first)
    for certificate in certificates where certificate.statement.view > floor.view {
      recall(certificate)
    }
    for vote in recollection.ownVotes where vote.statement.epoch == plan.epoch {
      recall(vote)
    }
    current = max(current, floor.view.next)
    window.extend(through: current.next)
    if plan.anchorHash != lastFinalHash, plan.isClosing(lastFinal) { close() }
  }

  private mutating func recallFinality(_ certificate: Certificate) {
    let statement = certificate.statement
    guard let block = statement.finalizedBlock else { return }
    let completes = statement.view == floor.view && floor.certificate == nil
    if statement.view > floor.view || completes {
      floor = Floor(view: statement.view, block: block, certificate: certificate)
      window.extend(through: floor.view.next)
    }
  }

  private mutating func recall(_ certificate: Certificate) {
    let statement = certificate.statement
    window.extend(through: statement.view)
    guard statement.kind != .finalize, window[statement.view].certificate(statement.kind) == nil
    else { return }
    keep(certificate)
    if statement.kind == .nullify { current = max(current, statement.view.next) }
  }

  /// A vote says that this node had come as far as its view, whatever became of the certificates.
  private mutating func recall(_ vote: Vote) {
    let view = vote.statement.view
    guard view >= window.first else { return }
    window.extend(through: view)
    #if PLANTED
      if EngineBug.forgetsOwnVotes.isPlanted { return }
    #endif
    _ = window[view].own.add(vote)
    #if PLANTED
      if EngineBug.losesOwnVotesInCount.isPlanted { return current = max(current, view) }
    #endif
    if let member = role.member {
      _ = window[view].add(vote, by: member, of: plan.set.members)
    }
    // Whoever voted for one block of a view has heard of two when another is notarized in it.
    if case .notarize(let candidate) = vote.statement.content { propose(candidate, in: view) }
    if vote.statement.kind != .finalize { current = max(current, view) }
  }

  /// Enters the view in which the node stopped.
  mutating func enterAgain(at now: Moment) {
    turn = newTurn(by: entry, at: now)
    if window[current].own.vote(.nullify) != nil {
      turn.retry = Backoff(at: now.milliseconds, settings)
    }
  }

  /// Votes from here on, in the view where it is, and remembers of its own votes what others have
  /// shown and what its journal has written down meanwhile.
  mutating func admit(as member: Int, at now: Moment) {
    role = .validator(member)
    var view = window.first
    while window.contains(view) {
      for vote in VoteKind.allCases.compactMap({ window[view].vote($0, of: member) }) {
        _ = window[view].own.add(vote)
      }
      for vote in window[view].own.cast {
        _ = window[view].add(vote, by: member, of: plan.set.members)
      }
      view = view.next
    }
    enterAgain(at: now)
    recount(at: now)
    repeatEverything()
  }

  private var entry: Certificate? {
    guard current.units > 1, current > floor.view.next else { return floor.certificate }
    let record = window[View(current.units - 1)]
    return record.certificate(.nullify) ?? record.certificate(.notarize) ?? floor.certificate
  }
}
