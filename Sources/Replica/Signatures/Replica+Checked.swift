import Chain
import Codec
import Consensus
import Cryptography

/// What came of signatures that were checked.
extension Replica {
  mutating func take(_ outcome: CheckOutcome, of check: SignatureCheck, at now: Moment) {
    if case .transactions(let raws, _) = check { endCheck(of: raws) }
    if case .failed(let reason) = outcome {
      leave(check.peer, because: reason)
      return giveUp(check, at: now)
    }
    switch (check, outcome) {
    case (.vote(_, _, let offered, let peer), .vote(let vote)):
      take(vote, about: offered, from: peer, at: now)
    case (.certificate(_, _, let peer), .certificate(let certificate)):
      take(certificate, from: peer, at: now)
    case (.range(let range, _, let peer), .certificate(let certificate)):
      take(certificate, of: range, from: peer)
    case (.highest(_, _, _, let peer), .highest(let findings, let votes)):
      take(findings, recognizing: votes, from: peer, at: now)
    case (.transactions(let raws, let peer), .transactions(let transactions)):
      take(transactions, of: raws, from: peer, at: now)
    case (.body, .block(let block)), (.block, .block(let block)):
      openBodies[block.hash] = nil
      if !takeIntoRanges(block) { take(block, at: now) }
    case (.body(let header, let hash, _, _), .invalidBlock):
      refuse(header, hash, at: now)
    case (.block(let block, let hash, _, _), .invalidBlock):
      refuse(block.header, hash, at: now)
    case (.epochEnds(let ends, _, _, _), .followed(let walk)): take(walk, behind: ends, at: now)
    case (.chunk, .chunk(let chunk)): take(chunk, at: now)
    case (.vote, _), (.certificate, _), (.range, _), (.highest, _), (.transactions, _), (.body, _),
      (.block, _), (.epochEnds, _), (.chunk, _):
      preconditionFailure("a check comes back with an outcome of its kind")
    }
  }

  /// What becomes of something whose signatures did not hold.
  private mutating func giveUp(_ check: SignatureCheck, at now: Moment) {
    switch check {
    case .vote, .transactions, .highest, .block: break
    case .epochEnds, .chunk: retrySnapshot(at: now)
    case .certificate(let certificate, _, _): hearRivals(of: certificate, at: now)
    case .range(let range, _, let peer): take(nil, of: range, from: peer)
    case .body(_, let hash, _, let peer):
      openBodies[hash] = nil
      wantElsewhere(hash, than: peer, at: now)
    }
  }

  private mutating func take(
    _ vote: Verified<Vote>, about offered: Offered?, from peer: Address, at now: Moment
  ) {
    let epoch = vote.message.statement.epoch
    if vote.authority.key == identity.key { effects.append(.recognize(vote)) }
    guard epoch == engine.plan.epoch else {
      return keep(vote, about: offered, from: peer)
    }
    guard let offered else { return tell(.vote(vote), at: now) }
    offeredBlock = offered.header.hash
    tell(.proposal(offered.header, vote), at: now)
    offeredBlock = nil
    open(offered, by: vote.authority.key, from: peer, at: now)
  }

  private mutating func keep(
    _ vote: Verified<Vote>, about offered: Offered?, from peer: Address
  ) {
    guard let offered else {
      early.keep(.vote(vote))
      return
    }
    guard early.keep(.proposal(offered.header, vote)) else { return }
    earlyOffers[vote.message.statement.view] = EarlyOffer(
      offered: offered, leader: vote.authority.key, peer: peer)
  }

  private mutating func take(
    _ certificate: Verified<Certificate>, from peer: Address, at now: Moment
  ) {
    if certificate.authority.epoch == engine.plan.epoch {
      recognizeOwnVote(in: certificate.message, from: peer, at: now)
      tell(.certificate(certificate), at: now)
    } else {
      early.keep(.certificate(certificate))
    }
    hearRivals(of: certificate.message, at: now)
  }

  /// A vote of this node's key that it does not know of shows in certificates, too.
  private mutating func recognizeOwnVote(
    in certificate: Certificate, from peer: Address, at now: Moment
  ) {
    guard let key = identity.key, let place = engine.plan.set.index(of: key),
      engine.wants(certificate.statement, by: place),
      let own = certificate.votes.first(where: { $0.member == place })
    else { return }
    let authority = Vote.Authority(key: key, network: identity.network)
    _ = check(.vote(own.vote, authority, about: nil, from: peer), at: now)
  }

  private mutating func hearRivals(of certificate: Certificate, at now: Moment) {
    let subject = CertificateSubject(of: certificate.statement)
    #if PLANTED
      if ReplicaBug.forgetsNoChecks.isPlanted { return }
    #endif
    guard let rivals = certificateChecks[subject] else { return }
    certificateChecks[subject] = nil
    for rival in rivals { hear(rival.certificate, from: rival.peer, at: now) }
  }
}
