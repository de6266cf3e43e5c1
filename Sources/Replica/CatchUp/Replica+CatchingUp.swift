import Chain
import Codec
import Consensus
import Cryptography

/// Getting the blocks of a chain that has gone on without this node.
extension Replica {
  /// Asks peers that claim to be far ahead for the blocks behind the last final one.
  mutating func fetchRanges(at now: Moment) {
    while catchUp.count < ReplicaLimits.rangesMax,
      finals.count < ReplicaLimits.executionQueueMax
    {
      // Every turn comes by here and few go on, so nothing is copied but what is compared.
      let far = peers.filter { [epoch = engine.plan.epoch, tip, lagMax = settings.lagMax] in
        $0.value.status?.isFarAhead(of: tip.height, in: epoch, lagMax: lagMax) ?? false
      }
      guard !far.isEmpty else { return }
      let gap = catchUp.gap(after: tip.height)
      let holders = far.filter { address, peer in
        guard let status = peer.status, catchUp.requests[address] == nil else { return false }
        return status.height >= gap.lowerBound && status.oldestHeight <= gap.lowerBound
      }
      #if PLANTED
        let most = peers.compactMap(\.value.status?.height).max()
        let believed = holders.filter { $0.value.status?.height == most }
        let asked = ReplicaBug.believesBoasters.isPlanted ? believed : holders
      #else
        let asked = holders
      #endif
      guard let chosen = nextPeer(among: asked, at: now), let status = peers[chosen]?.status
      else { return }
      let heights = gap.lowerBound...min(gap.upperBound, status.height)
      catchUp.requests[chosen] = CatchUp.Request(
        heights: heights, deadline: now.milliseconds + settings.answerMilliseconds)
      effects.append(.send(.rangeWanted(heights), to: chosen))
    }
  }

  mutating func expireRequests(at now: Moment) {
    #if PLANTED
      if ReplicaBug.waitsForEver.isPlanted { return }
    #endif
    for (peer, request) in catchUp.requests
    where request.deadline <= now.milliseconds || isMute(peer, at: now) {
      catchUp.requests[peer] = nil
      rest(peer, at: now)
    }
  }

  /// Asks others first for a while.
  mutating func rest(_ peer: Address, at now: Moment) {
    let until = now.milliseconds + 10 * settings.answerMilliseconds
    peers[peer]?.restsUntil = until
  }

  mutating func hear(_ range: BlockRange, from peer: Address, at now: Moment) {
    // What nobody asked for costs nothing.
    guard let request = catchUp.requests[peer] else {
      #if PLANTED
        if ReplicaBug.punishesLateAnswers.isPlanted {
          leave(peer, because: "it sent a range that nobody wants")
        }
      #endif
      return
    }
    catchUp.requests[peer] = nil
    // Behind what was asked for, it may go on to the next certificate.
    let spanMax = ReplicaLimits.rangeSpan
    guard let first = range.blocks.first?.header, let last = range.blocks.last?.header,
      first.height == request.heights.lowerBound,
      last.height <= request.heights.upperBound || UInt64(range.blocks.count) <= spanMax,
      range.blocks.indices.allSatisfy({ place in
        let header = range.blocks[place].header
        return header.epoch == first.epoch
          && header.height.units == first.height.units + UInt64(place)
      })
    else { return rest(peer, at: now) }
    catchUp.fetched[first.height] = CatchUp.Fetched(
      range: range, heights: first.height...last.height, epoch: first.epoch, peer: peer)
  }

  /// Checks the certificates of ranges that came, and takes those whose turn it is.
  mutating func takeRanges(at now: Moment) {
    guard !catchUp.fetched.isEmpty, engine.stage == .running else { return }
    for (first, fetched) in catchUp.fetched {
      guard first > tip.height else {
        catchUp.fetched[first] = nil
        continue
      }
      guard case .waiting = fetched.standing else { continue }
      if fetched.epoch == engine.plan.epoch {
        // It was asked for, so it is not its sender's to pay.
        catchUp.fetched[first]?.standing = .checking
        effects.append(.check(.range(fetched.range, engine.plan.authority, from: fetched.peer)))
      } else if first == tip.height.next {
        // The next block is of this epoch.
        catchUp.fetched[first] = nil
        rest(fetched.peer, at: now)
      }
    }
    while engine.stage == .running, takeNextRange(at: now) {}
  }

  /// Makes the next range final, once all of its bodies are at hand.
  private mutating func takeNextRange(at now: Moment) -> Bool {
    // What is final may still lack a body, and then nothing can stand on it.
    guard finals.count < ReplicaLimits.executionQueueMax, tree.height(of: tipHash) != nil,
      let next = catchUp.fetched[tip.height.next],
      case .final(let certificate, let hashes, let bodies) = next.standing
    else { return false }
    let blocks = next.range.blocks
    guard blocks.first?.header.parentHash == tipHash else {
      // A quorum has made final what does not follow from what is final here.
      halt(.otherChain(tipHash))
      return false
    }
    guard bodies.allSatisfy({ $0 != nil }) else { return false }
    catchUp.fetched[tip.height.next] = nil
    for (body, hash) in zip(bodies, hashes) {
      guard let body else { return false }
      take(body, at: now)
      guard tree[hash] != nil else {
        halt(.invalidBlock(hash))
        return false
      }
    }
    tell(.range(blocks.map(\.header), certificate), at: now)
    return true
  }

  /// Takes what came of the certificate of a range; if it holds, the bodies are next.
  mutating func take(
    _ certificate: Verified<Certificate>?, of range: BlockRange, from peer: Address
  ) {
    guard let first = range.blocks.first?.header.height,
      catchUp.fetched[first]?.peer == peer, case .checking = catchUp.fetched[first]?.standing
    else { return }
    guard let certificate else {
      #if PLANTED
        if ReplicaBug.stallsOnLies.isPlanted { return }
      #endif
      return catchUp.fetched[first] = nil
    }
    let hashes = range.blocks.map(\.header.hash)
    catchUp.fetched[first]?.standing = .final(
      certificate, hashes: hashes, bodies: hashes.map { tree[$0]?.recovered })
    for (block, hash) in zip(range.blocks, hashes) where tree[hash] == nil {
      effects.append(.check(.block(block, hash: hash, parts(of: block.body), from: peer)))
    }
  }

  /// Takes a checked body of ranges, which may overlap; false when it is of no such block.
  mutating func takeIntoRanges(_ block: RecoveredBlock) -> Bool {
    let holders = catchUp.ranges(of: block.hash)
    for (first, place) in holders {
      guard case .final(let certificate, let hashes, var bodies)? = catchUp.fetched[first]?.standing
      else { continue }
      bodies[place] = block
      catchUp.fetched[first]?.standing = .final(certificate, hashes: hashes, bodies: bodies)
    }
    return !holders.isEmpty
  }
}

extension PeerStatus {
  /// In the same epoch the engine gets single blocks by itself; an epoch that is over it cannot.
  fileprivate func isFarAhead(of tip: Height, in current: Epoch, lagMax: UInt64) -> Bool {
    height.units > tip.units + (epoch > current ? 0 : lagMax)
  }
}
