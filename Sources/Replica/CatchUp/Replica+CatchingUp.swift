import Chain
import Codec
import Consensus
import Cryptography

/// Getting the blocks of a chain that has gone on without this node.
extension Replica {
  /// Asks a peer that claims to be far ahead for the blocks behind the last final one.
  mutating func fetchRanges(at now: Moment) {
    guard catchUp.isIdle, finals.count < ReplicaLimits.executionQueueMax, !isBetweenEpochs else {
      return
    }
    let from = tip.height.next
    let candidates = peers.filter { _, peer in
      guard let status = peer.status, peer.restsUntil <= now.milliseconds else { return false }
      return status.height.units > tip.height.units + lagAllowed(status)
        && status.oldestHeight <= from
    }
    guard let chosen = candidates.max(by: { height($0.value) < height($1.value) })?.key else {
      return
    }
    catchUp.requests[chosen] = CatchUp.Request(
      from: from, deadline: now.milliseconds + settings.answerMilliseconds)
    effects.append(.send(.rangeWanted(from: from), to: chosen))
  }

  /// In the same epoch the engine gets single blocks by itself; an epoch that is over it cannot.
  private func lagAllowed(_ status: PeerStatus) -> UInt64 {
    status.epoch > engine.plan.epoch ? 0 : settings.lagMax
  }

  private func height(_ peer: PeerRecord) -> Height { peer.status?.height ?? .zero }

  /// Whether the epoch's last block is final and the next epoch has not begun.
  var isBetweenEpochs: Bool { engine.stage != .running }

  mutating func expireRequests(at now: Moment) {
    for (peer, request) in catchUp.requests where request.deadline <= now.milliseconds {
      catchUp.requests[peer] = nil
      rest(peer, at: now)
    }
  }

  /// Asks others first for a while.
  private mutating func rest(_ peer: Address, at now: Moment) {
    let until = now.milliseconds + 10 * settings.answerMilliseconds
    peers[peer]?.restsUntil = until
  }

  mutating func hear(_ range: BlockRange, from peer: Address, at now: Moment) {
    // What nobody asked for costs nothing.
    guard let request = catchUp.requests[peer] else { return }
    catchUp.requests[peer] = nil
    guard let first = range.blocks.first?.header, request.from == tip.height.next,
      first.height == request.from, first.parentHash == tipHash,
      range.blocks.allSatisfy({ $0.header.epoch == engine.plan.epoch }),
      check(.range(range, engine.plan.authority, from: peer), at: now)
    else { return rest(peer, at: now) }
    catchUp.isChecking = true
  }

  /// Checks the bodies of a range whose certificate holds.
  mutating func take(
    _ range: BlockRange, under certificate: Verified<Certificate>, from peer: Address,
    at now: Moment
  ) {
    catchUp.isChecking = false
    guard range.blocks.first?.header.parentHash == tipHash else { return }
    catchUp.active = CatchUp.Active(
      headers: range.blocks.map(\.header), certificate: certificate, peer: peer)
    for block in range.blocks {
      let hash = block.header.hash
      guard tree[hash] == nil, orphans[hash] == nil else { continue }
      effects.append(
        .check(.body(block.header, hash: hash, parts(of: block.body), from: peer)))
    }
    completeRange(at: now)
  }

  /// Makes a range final once all of its bodies are at hand.
  mutating func completeRange(at now: Moment) {
    guard let active = catchUp.active,
      active.headers.first?.parentHash == tipHash,
      active.headers.allSatisfy({ tree[$0.hash] != nil })
    else { return }
    catchUp.active = nil
    tell(.range(active.headers, active.certificate), at: now)
  }

  mutating func abandonRange(holding hash: Digest) {
    guard let active = catchUp.active, active.headers.contains(where: { $0.hash == hash }) else {
      return
    }
    catchUp.active = nil
  }
}
