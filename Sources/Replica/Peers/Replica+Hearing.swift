import Chain
import Codec
import Consensus
import Cryptography

/// What a peer says: filtered, and then checked or answered.
extension Replica {
  mutating func hear(_ message: PeerMessage, from peer: Address, at now: Moment) {
    switch message {
    case .status(let status): peers[peer]?.status = status
    case .proposal(let header, let vote, let offer):
      hear(vote, about: Offered(header: header, body: offer), from: peer, at: now)
    case .vote(let vote, let member): hear(vote, by: Int(member), from: peer, at: now)
    case .certificate(let certificate): hear(certificate, from: peer, at: now)
    case .transactions(let transactions): hear(transactions, from: peer, at: now)
    case .block(let block): hear(block, from: peer, at: now)
    case .blockTransactions(let hash, let transactions):
      fill(hash, with: transactions, from: peer, at: now)
    case .range(let range): hear(range, from: peer, at: now)
    case .highest(let testimony): hear(testimony, from: peer, at: now)
    case .snapshot(let part): hear(part, from: peer, at: now)
    case .epochEnds(let ends): hear(ends, from: peer, at: now)
    case .certificatesWanted(let epoch, let views):
      answer(views, of: epoch, to: peer, at: now)
    case .blockWanted(let hash): answer(hash, to: peer, at: now)
    case .transactionsWanted(let hash, let places): answer(places, of: hash, to: peer, at: now)
    case .rangeWanted(let heights): answer(heights, to: peer, at: now)
    case .highestWanted: answerWithHighest(peer, at: now)
    case .epochEndsWanted(let epoch): answerWithEnds(from: epoch, to: peer, at: now)
    case .snapshotWanted(let request): answer(request, to: peer, at: now)
    case .proofWanted(let key): answer(key, to: peer, at: now)
    // A node has the state itself, and never asks.
    case .proof: break
    }
  }

  /// The set of the current epoch or of the next one; others cannot be told from inventions.
  func set(of epoch: Epoch) -> ValidatorSet? {
    if epoch == engine.plan.epoch { return engine.plan.set }
    return epoch == engine.plan.epoch.next ? nextSet : nil
  }

  private mutating func hear(_ vote: Vote, by member: Int, from peer: Address, at now: Moment) {
    let statement = vote.statement
    guard let set = set(of: statement.epoch) else { return helpOn(peer, from: statement, at: now) }
    guard member < set.members.count else {
      return leave(peer, because: "it sent a vote of member \(member), whom the set does not have")
    }
    let isWanted =
      statement.epoch == engine.plan.epoch
      ? engine.wants(statement, by: member) : early.wants(statement, by: member)
    guard isWanted else { return }
    let authority = Vote.Authority(key: set.members[member].key, network: identity.network)
    _ = check(.vote(vote, authority, about: nil, from: peer), at: now)
  }

  private mutating func hear(
    _ vote: Vote, about offered: Offered, from peer: Address, at now: Moment
  ) {
    let statement = vote.statement
    guard let set = set(of: statement.epoch) else { return helpOn(peer, from: statement, at: now) }
    let hash = offered.header.hash
    guard case .notarize(let candidate) = statement.content, candidate.block == hash else {
      return leave(peer, because: "its proposal is a vote for something else")
    }
    let leader: Int
    if statement.epoch == engine.plan.epoch {
      leader = engine.plan.leader(of: statement.view)
      // Said again, it may still bring the body.
      let hasBody = openBodies[hash]?.isChecking ?? false || orphans[hash] != nil
      guard engine.wants(statement, by: leader) || engine.awaits(hash) && !hasBody else { return }
    } else {
      guard early.wantsProposal(with: statement) else { return }
      leader = early.leader(of: statement.view)
    }
    let authority = Vote.Authority(key: set.members[leader].key, network: identity.network)
    _ = check(.vote(vote, authority, about: offered, from: peer), at: now)
  }

  /// Everybody sends every certificate; one over a statement is checked, and another only if that
  /// one is false.
  mutating func hear(_ certificate: Certificate, from peer: Address, at now: Moment) {
    let statement = certificate.statement
    let authority: Certificate.Authority
    if statement.epoch == engine.plan.epoch, engine.wants(statement) {
      authority = engine.plan.authority
    } else if statement.epoch == early.authority.epoch, early.wants(statement) {
      authority = early.authority
    } else {
      return
    }
    let subject = CertificateSubject(of: statement)
    if let rivals = certificateChecks[subject] {
      guard rivals.count < ReplicaLimits.rivalCertificatesMax,
        !rivals.contains(where: { $0.peer == peer })
      else { return }
      certificateChecks[subject] = rivals + [RivalCertificate(certificate, peer)]
    } else if check(.certificate(certificate, authority, from: peer), at: now) {
      certificateChecks[subject] = []
    }
  }

  /// Tells a peer who is still in the epoch before how that ended.
  private mutating func helpOn(_ peer: Address, from statement: Statement, at now: Moment) {
    guard statement.epoch == closedEngine?.plan.epoch else { return }
    answer(statement.view...statement.view, of: statement.epoch, to: peer, at: now)
  }
}
