import Chain
package import Consensus
import Cryptography

#if PLANTED
  import Codec
#endif

extension Replica {
  /// Makes the first moves, or the next ones after a restart.
  package mutating func start(at now: Moment) -> [ReplicaEffect] {
    if !knows(tree.root.parameters, from: engine.plan.epoch) { return turnOver(at: now) }
    carryOut(engine.start(at: now), at: now)
    return turnOver(at: now)
  }

  /// Takes one input and says what to do about it.
  package mutating func receive(_ input: ReplicaInput, at now: Moment) -> [ReplicaEffect] {
    guard !hasHalted else { return [] }
    switch input {
    case .connected(let peer, let key): connect(peer, speakingFor: key, at: now)
    case .endorsed(let peer, let key): endorse(peer, speakingFor: key, at: now)
    case .disconnected(let peer): disconnect(peer)
    case .heard(let message, let sizeBytes, let peer):
      if pays(peer, sizeBytes: sizeBytes, at: now) { hear(message, from: peer, at: now) }
    case .served(let peer, let sizeBytes): giveBack(to: peer, after: sizeBytes)
    case .checked(let check, let outcome): take(outcome, of: check, at: now)
    case .submitted(let transaction): submit(transaction, at: now)
    case .cast(let vote): tell(.cast(vote), at: now)
    case .quarantined:
      isTrusted = false
      tell(.quarantined, at: now)
      inquire(at: now)
    case .lossAccepted(let epoch):
      acceptedLoss = epoch
      prepareAcceptance(at: now)
    case .admitted(let epoch): admit(in: epoch, at: now)
    case .executed(let report): take(report, at: now)
    case .committed(let report): take(report, at: now)
    case .kept(let height): oldestHeight = height
    case .importFailed: giveUpSnapshot(at: now)
    case .wake: wake(at: now)
    }
    return turnOver(at: now)
  }

  /// Stops: whatever comes from here on is not listened to.
  mutating func halt(_ breach: Breach) {
    hasHalted = true
    effects.append(.halt(breach))
  }

  /// Lets the engine know something, and carries out what it wants.
  mutating func tell(_ input: Input, at now: Moment) {
    carryOut(engine.receive(input, at: now), at: now)
  }

  private mutating func wake(at now: Moment) {
    if let at = engineWakesAt, at <= now.milliseconds {
      engineWakesAt = nil
      tell(.wake, at: now)
    }
    if statusAt <= now.milliseconds {
      statusAt = now.milliseconds + settings.statusMilliseconds
      tick(at: now)
    }
    expireRequests(at: now)
    expireSnapshot(at: now)
    expireBodies(at: now)
  }

  /// What is done each second.
  private mutating func tick(at now: Moment) {
    broadcast(.status(status))
    #if PLANTED
      if !ReplicaBug.neverExpires.isPlanted { pool.expire(at: now.milliseconds) }
    #else
      pool.expire(at: now.milliseconds)
    #endif
    forgetOutlook()
    repeatWatched(at: now)
    considerSnapshot(at: now)
    ask(at: now)
  }

  /// Does what the whole turn asks for, once, and hands out the effects.
  private mutating func turnOver(at now: Moment) -> [ReplicaEffect] {
    defer { effects.removeAll(keepingCapacity: true) }
    guard !hasHalted else { return effects }
    vouchForOrphans(at: now)
    takeRanges(at: now)
    execute(at: now)
    tellWhetherTransactionsWait(at: now)
    fetchRanges(at: now)
    let deadlines = [
      engineWakesAt, statusAt, catchUp.requests.map(\.value.deadline).min(),
      openBodies.filter { !$0.value.isChecking }.map(\.value.deadline).min(),
      snapshot.flatMap { $0.isChecking ? nil : $0.deadline },
    ]
    if let next = deadlines.compactMap(\.self).min() { effects.append(.wake(at: next)) }
    return effects
  }

  var status: PeerStatus {
    PeerStatus(
      epoch: engine.plan.epoch, view: engine.current, height: tip.height, block: tipHash,
      oldestHeight: oldestHeight)
  }
}
