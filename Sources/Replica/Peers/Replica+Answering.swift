import Chain
import Codec
import Consensus
import Cryptography
import State

/// What peers are told who ask; within bounds, for questions are short and answers long.
extension Replica {
  mutating func answer(
    _ views: ClosedRange<View>, of epoch: Epoch, to peer: Address, at now: Moment
  ) {
    let count = min(
      views.upperBound.units - views.lowerBound.units, EngineLimits.viewsPerAnswerMax)
    let signers = UInt64(engine.plan.set.members.count)
    guard grants(peer, sizeBytes: Int((2 * count + 1) * (64 * signers + 128)), at: now) else {
      return
    }
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

  mutating func answer(_ hash: Digest, to peer: Address, at now: Moment) {
    if let block = tree[hash] {
      guard grants(peer, sizeBytes: block.sizeBytes, at: now) else { return }
      effects.append(.send(.block(block.block), to: peer))
    } else if grants(peer, sizeBytes: ReplicaLimits.storedAnswerSizeBytes, at: now) {
      effects.append(.serveBlock(hash, to: peer))
    }
  }

  mutating func answer(_ places: [UInt32], of hash: Digest, to peer: Address, at now: Moment) {
    guard let block = tree[hash],
      places.last.map({ Int($0) < block.transactions.count }) ?? false
    else { return }
    let transactions = places.map { block.transactions[Int($0)].message.raw }
    let sizeBytes = transactions.reduce(0) { $0 + $1.count }
    guard grants(peer, sizeBytes: sizeBytes, at: now) else { return }
    effects.append(.send(.blockTransactions(block: hash, transactions), to: peer))
  }

  mutating func answer(_ heights: ClosedRange<Height>, to peer: Address, at now: Moment) {
    #if PLANTED
      if ReplicaBug.givesNoRanges.isPlanted { return }
    #endif
    guard heights.lowerBound <= tip.height,
      grants(peer, sizeBytes: ReplicaLimits.storedAnswerSizeBytes, at: now)
    else { return }
    effects.append(.serveRange(heights, to: peer))
  }

  mutating func answer(_ request: SnapshotRequest, to peer: Address, at now: Moment) {
    guard grants(peer, sizeBytes: ReplicaLimits.storedAnswerSizeBytes, at: now) else { return }
    effects.append(.serveSnapshot(request, to: peer))
  }

  mutating func answerWithEnds(from epoch: Epoch, to peer: Address, at now: Moment) {
    guard epoch < engine.plan.epoch,
      grants(peer, sizeBytes: ReplicaLimits.storedAnswerSizeBytes, at: now)
    else { return }
    effects.append(.serveEpochEnds(from: epoch, to: peer))
  }

  mutating func answer(_ key: StateKey, to peer: Address, at now: Moment) {
    guard grants(peer, sizeBytes: ReplicaLimits.proofSizeBytes, at: now) else { return }
    effects.append(.serveProof(of: key, to: peer))
  }

  mutating func answerWithHighest(_ peer: Address, at now: Moment) {
    let certificates = engine.highestCertificates.map(CertifiedHeader.init)
    let sizeBytes = 1_024 * (certificates.count + 1) * engine.plan.set.members.count
    guard grants(peer, sizeBytes: sizeBytes, at: now) else { return }
    let member = peers[peer]?.key.flatMap { engine.plan.set.index(of: $0) }
    let votes = member.map { engine.votes(of: $0) } ?? []
    effects.append(.send(.highest(Testimony(certificates: certificates, votes: votes)), to: peer))
  }

  /// Gives a peer back what an answer from the database counted for beyond its size.
  ///
  /// Ranges of short epochs are small; at the price of the largest, whoever catches up would soon
  /// have none left.
  mutating func giveBack(to peer: Address, after sizeBytes: Int) {
    let price = max(sizeBytes, ReplicaLimits.storedAnswerSizeBytesMin)
    peers[peer]?.answers.giveBack(max(0, ReplicaLimits.storedAnswerSizeBytes - price))
  }

  /// Whether an answer is within what a peer may be told; one that asks for more has to wait.
  private mutating func grants(_ peer: Address, sizeBytes: Int, at now: Moment) -> Bool {
    guard var record = peers[peer] else { return false }
    let isWithin = record.answers.take(sizeBytes, at: now.milliseconds)
    peers[peer] = record
    return isWithin
  }
}
