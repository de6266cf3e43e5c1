import Chain
import Codec
import Consensus
import Cryptography
import State

/// Beginning again from a state, when the blocks behind it are far too many or not to be had.
///
/// Getting blocks goes on meanwhile, so that a peer whose snapshot is none costs nothing but a
/// question.
extension Replica {
  /// Begins to look for a snapshot where that promises something.
  mutating func considerSnapshot(at now: Moment) {
    guard snapshot == nil, snapshotNotBefore <= now.milliseconds,
      let peer = nextHolder(at: now)
    else { return }
    snapshotNotBefore = now.milliseconds + settings.snapshotRetryMilliseconds
    snapshot = SnapshotFetch(peer: peer, deadline: now.milliseconds)
    askForSnapshot(at: now)
  }

  /// A peer whose snapshot promises something, if it has one; another than in this attempt so far.
  private mutating func nextHolder(at now: Moment) -> Address? {
    let (lag, isNeeded) = (settings.snapshotLagEpochs, needsSnapshot(at: now))
    let asked = snapshot?.asked ?? []
    let holders = peers.filter { address, peer in
      guard let status = peer.status, !asked.contains(address) else { return false }
      return status.epoch.units >= lag && status.epoch.units - lag >= engine.plan.epoch.units
        || isNeeded && status.height > tip.height
    }
    return nextPeer(among: holders, at: now)
  }

  /// Whether peers that claim to be ahead no longer have the next block; who did not answer with
  /// it may say what he likes.
  private func needsSnapshot(at now: Moment) -> Bool {
    var isAhead = false
    for (_, peer) in peers {
      guard let status = peer.status, status.height > tip.height else { continue }
      if status.oldestHeight <= tip.height.next, peer.restsUntil <= now.milliseconds {
        return false
      }
      isAhead = true
    }
    return isAhead
  }

  /// Asks for what comes next.
  private mutating func askForSnapshot(at now: Moment) {
    guard var fetch = snapshot else { return }
    fetch.isChecking = false
    fetch.deadline = now.milliseconds + settings.answerMilliseconds
    snapshot = fetch
    switch fetch.stage {
    case .seeking, .loading:
      guard let request = fetch.request else { return }
      effects.append(.send(.snapshotWanted(request), to: fetch.peer))
    case .following(_, let walk):
      effects.append(.send(.epochEndsWanted(from: walk.epoch), to: fetch.peer))
    }
  }

  /// Gives a snapshot up; another attempt comes later, and asks others first.
  mutating func giveUpSnapshot(at now: Moment) {
    guard let fetch = snapshot else { return }
    if fetch.isImporting { effects.append(.abandonImport) }
    snapshot = nil
    snapshotNotBefore = now.milliseconds + settings.snapshotRetryMilliseconds
    rest(fetch.peer, at: now)
  }

  /// Asks another peer: for a chunk that did not come or was none, and before there are chunks for
  /// its own snapshot.
  mutating func retrySnapshot(at now: Moment) {
    guard let fetch = snapshot else { return }
    guard fetch.failures < ReplicaLimits.snapshotFailuresMax else {
      return giveUpSnapshot(at: now)
    }
    let other: Address?
    if case .loading(let manifest, _, _) = fetch.stage {
      rest(fetch.peer, at: now)
      // Whoever is not beyond it cannot have it.
      other = nextPeer(at: now) { _, peer in
        peer.status.map { $0.epoch > manifest.closing.epoch } ?? false
      }
    } else {
      if fetch.isImporting { effects.append(.abandonImport) }
      snapshot?.isImporting = false
      snapshot?.stage = .seeking
      // It may have all blocks for that.
      snapshot?.asked.append(fetch.peer)
      other = nextHolder(at: now)
    }
    guard let other else { return giveUpSnapshot(at: now) }
    snapshot?.peer = other
    snapshot?.failures += 1
    askForSnapshot(at: now)
  }

  mutating func expireSnapshot(at now: Moment) {
    #if PLANTED
      if ReplicaBug.waitsForSnapshots.isPlanted { return }
    #endif
    guard let fetch = snapshot, !fetch.isChecking,
      fetch.deadline <= now.milliseconds || isMute(fetch.peer, at: now)
    else { return }
    rest(fetch.peer, at: now)
    retrySnapshot(at: now)
  }

  /// Takes what was asked for, and nothing else.
  mutating func hear(_ part: SnapshotPart, from peer: Address, at now: Moment) {
    guard let fetch = snapshot, fetch.peer == peer, fetch.request == part.request,
      !fetch.isChecking
    else { return }
    switch fetch.stage {
    case .seeking: follow(part, at: now)
    case .following: break
    case .loading(let manifest, _, _):
      snapshot?.isChecking = true
      effects.append(.check(.chunk(part, root: manifest.stateRoot, from: peer)))
    }
  }

  /// Begins to look for the closing block that a peer's snapshot is behind.
  private mutating func follow(_ part: SnapshotPart, at now: Moment) {
    guard let manifest = try? SnapshotManifest(canonicalBytes: part.bytes.span),
      manifest.network == identity.network, manifest.closing.height > tip.height,
      manifest.closing.epoch >= engine.plan.epoch,
      let walk = try? EpochWalk(at: engine.plan, of: identity)
    else { return retrySnapshot(at: now) }
    snapshot?.stage = .following(manifest, walk)
    askForSnapshot(at: now)
  }

  mutating func hear(_ ends: [EpochEnd], from peer: Address, at now: Moment) {
    guard let fetch = snapshot, fetch.peer == peer, !fetch.isChecking,
      case .following(let manifest, let walk) = fetch.stage
    else { return }
    let wanted = ends.filter { $0.closing.epoch <= manifest.closing.epoch }
    guard !wanted.isEmpty else { return retrySnapshot(at: now) }
    snapshot?.isChecking = true
    // They were asked for, so they are not their sender's to pay.
    effects.append(.check(.epochEnds(wanted, walk, manifest, from: peer)))
  }

  /// Goes on behind ends of epochs that were checked.
  mutating func take(_ walk: EpochWalk, behind ends: [EpochEnd], at now: Moment) {
    guard let fetch = snapshot, case .following(let manifest, _) = fetch.stage else { return }
    if !fetch.isImporting { effects.append(.beginImport(manifest)) }
    snapshot?.isImporting = true
    #if PLANTED
      if !ReplicaBug.forgetsEnds.isPlanted { effects.append(.importEnds(ends)) }
    #else
      effects.append(.importEnds(ends))
    #endif
    if walk.epoch > manifest.closing.epoch {
      // The check included that a quorum vouches for the manifest.
      snapshot?.stage = .loading(
        manifest, SnapshotAssembly(root: manifest.stateRoot), number: 0)
      snapshot?.failures = 0
    } else {
      snapshot?.stage = .following(manifest, walk)
    }
    askForSnapshot(at: now)
  }

  /// Takes a chunk that belongs to the state; the last one completes it.
  mutating func take(_ chunk: VerifiedChunk, at now: Moment) {
    guard let fetch = snapshot, fetch.isChecking,
      case .loading(let manifest, var assembly, let number) = fetch.stage
    else { return }
    // Blocks may have come faster; nothing final is given back.
    #if PLANTED
      let isPast = !ReplicaBug.importsThePast.isPlanted && tip.height >= manifest.closing.height
    #else
      let isPast = tip.height >= manifest.closing.height
    #endif
    guard !isPast else { return giveUpSnapshot(at: now) }
    do throws(SnapshotChunkError) {
      try assembly.add(chunk)
      effects.append(.importChunk(chunk))
      if chunk.isLast { _ = try assembly.finish() }
    } catch {
      return giveUpSnapshot(at: now)
    }
    guard chunk.isLast else {
      snapshot?.stage = .loading(manifest, assembly, number: number + 1)
      snapshot?.failures = 0
      return askForSnapshot(at: now)
    }
    snapshot = nil
    effects.append(.finishImport(manifest))
  }
}
