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
    case .certificatesWanted(let epoch, let views):
      answer(views, of: epoch, to: peer, at: now)
    case .transactions(let transactions): hear(transactions, from: peer, at: now)
    case .blockWanted(let hash):
      if let block = tree[hash] {
        effects.append(.send(.block(block.block), to: peer))
      } else {
        effects.append(.serveBlock(hash, to: peer))
      }
    case .block(let block): hear(block, from: peer, at: now)
    case .transactionsWanted(let hash, let places): answer(places, of: hash, to: peer)
    case .blockTransactions(let hash, let transactions):
      fill(hash, with: transactions, from: peer, at: now)
    case .rangeWanted(let height): effects.append(.serveRange(from: height, to: peer))
    case .range(let range): hear(range, from: peer, at: now)
    }
  }

  /// The set of the current epoch or of the next one; others cannot be told from inventions.
  private func set(of epoch: Epoch) -> ValidatorSet? {
    if epoch == engine.plan.epoch { return engine.plan.set }
    return epoch == engine.plan.epoch.next ? nextSet : nil
  }

  private mutating func hear(
    _ vote: Vote, by member: Int, from peer: Address, at now: Moment
  ) {
    let statement = vote.statement
    guard let set = set(of: statement.epoch) else { return helpOn(peer, from: statement, at: now) }
    guard member < set.members.count else {
      return leave(peer, because: "it sent a vote of member \(member), whom the set does not have")
    }
    guard statement.epoch == engine.plan.epoch || EarlyStatements.admits(statement) else { return }
    let authority = Vote.Authority(key: set.members[member].key, network: identity.network)
    _ = check(.vote(vote, authority, about: nil, from: peer), at: now)
  }

  private mutating func hear(
    _ vote: Vote, about offered: Offered, from peer: Address, at now: Moment
  ) {
    let statement = vote.statement
    guard let set = set(of: statement.epoch) else { return helpOn(peer, from: statement, at: now) }
    guard case .notarize(let candidate) = statement.content,
      candidate.block == offered.header.hash
    else { return leave(peer, because: "its proposal is a vote for something else") }
    guard statement.epoch == engine.plan.epoch || EarlyStatements.admits(statement) else { return }
    let leaders = statement.epoch == engine.plan.epoch ? engine.plan.leaders : LeaderTable(set)
    let leader = leaders.leader(of: statement.view, in: statement.epoch)
    let authority = Vote.Authority(key: set.members[leader].key, network: identity.network)
    _ = check(.vote(vote, authority, about: offered, from: peer), at: now)
  }

  private mutating func hear(
    _ certificate: Certificate, from peer: Address, at now: Moment
  ) {
    guard certificate.statement.epoch == engine.plan.epoch else { return }
    _ = check(.certificate(certificate, engine.plan.authority, from: peer), at: now)
  }

  /// Tells a peer who is still in the epoch before how that ended.
  private mutating func helpOn(_ peer: Address, from statement: Statement, at now: Moment) {
    guard statement.epoch == closedEngine?.plan.epoch else { return }
    answer(statement.view...statement.view, of: statement.epoch, to: peer, at: now)
  }

  private mutating func answer(
    _ views: ClosedRange<View>, of epoch: Epoch, to peer: Address, at now: Moment
  ) {
    if epoch == engine.plan.epoch {
      guard let name = enginePeer(peer, in: engine) else { return }
      tell(.request(views, from: name), at: now)
    } else if var closed = closedEngine, epoch == closed.plan.epoch,
      let name = enginePeer(peer, in: closed)
    {
      for case .send(let message, let to) in closed.receive(.request(views, from: name), at: now) {
        send(peerMessage(message, in: epoch, at: now), to: to, of: closed)
      }
      closedEngine = closed
    }
  }
}
