import Chain
import Codec
import Consensus
import Cryptography

/// What the engine of the current epoch wants done.
extension Replica {
  mutating func carryOut(_ wanted: [Effect], at now: Moment) {
    for effect in wanted {
      switch effect {
      case .persist(let certificate): effects.append(.persist(certificate))
      case .sign(let statement): sign(statement)
      case .broadcast(let message):
        broadcast(peerMessage(message, in: engine.plan.epoch, at: now))
      case .send(let message, let peer):
        send(peerMessage(message, in: engine.plan.epoch, at: now), to: peer, of: engine)
      case .request(let need, let holder): ask(for: need, of: holder, at: now)
      case .build(let view, let parent, let parentView):
        build(in: view, on: parent, certifiedIn: parentView, at: now)
      case .wake(let milliseconds): engineWakesAt = milliseconds
      case .finalized(let finality): finalize(finality)
      case .accuse(let evidence): effects.append(.accuse(evidence))
      case .halt(let breach): halt(breach)
      }
    }
  }

  private mutating func sign(_ statement: Statement) {
    var body: OrderedBlock?
    if case .notarize(let candidate) = statement.content { body = tree[candidate.block] }
    effects.append(.sign(statement, body: body))
  }

  /// Hands an engine's message to the wire; a proposal takes its body along.
  func peerMessage(_ message: Message, in epoch: Epoch, at now: Moment) -> PeerMessage {
    switch message {
    case .proposal(let proposal):
      .proposal(proposal.header, proposal.vote, offer(of: proposal, at: now))
    case .vote(let vote, let member): .vote(vote, by: UInt16(member))
    case .certificate(let certificate): .certificate(certificate)
    case .request(let views): .certificatesWanted(epoch, views)
    }
  }

  /// Whole, or as hashes when others should have all of it, or not at all when proposed again.
  private func offer(of proposal: Proposal, at now: Moment) -> BodyOffer {
    guard proposal.vote.statement.view == proposal.header.view,
      let block = tree[proposal.header.hash]
    else { return .known }
    guard block.sizeBytes >= ReplicaLimits.compactSizeBytesMin else { return .whole(block.body) }
    let isPushed = block.transactions.allSatisfy { transaction in
      guard let waiting = pool[transaction.message.hash] else { return false }
      return waiting.arrivalMilliseconds + ReplicaLimits.pushedMilliseconds <= now.milliseconds
    }
    return isPushed ? .hashes(block.transactions.map(\.message.hash)) : .whole(block.body)
  }

  private mutating func ask(for need: Need, of holder: Int?, at now: Moment) {
    // It may have come when nothing spoke for it yet.
    if case .block(let hash) = need, let block = tree[hash] {
      return tell(.block(block.header, .valid), at: now)
    }
    // What has come, or is coming, need not be asked for.
    if case .block(let hash) = need,
      hash == offeredBlock || openBodies[hash] != nil || orphans[hash] != nil
    {
      return
    }
    let named = holder.flatMap { peer(of: .member($0), in: engine) }
    let heard = named.flatMap { isMute($0, at: now) ? nil : $0 }
    guard let peer = heard ?? nextPeer(at: now) else { return }
    switch need {
    case .block(let hash): want(hash, from: peer, at: now)
    case .certificates(let views):
      effects.append(.send(.certificatesWanted(engine.plan.epoch, views), to: peer))
    }
  }
}
