import Chain
import Codec
import Consensus
import Cryptography

/// From final to executed to committed.
extension Replica {
  mutating func finalize(_ finality: Finality) {
    for (place, header) in finality.blocks.enumerated() {
      let isLast = place == finality.blocks.count - 1
      let hash = isLast ? finality.certificate.statement.finalizedBlock ?? header.hash : header.hash
      #if PLANTED
        // An orphan that a quorum stands behind is final before its body is in the tree.
        if ReplicaBug.skipsMissingBodies.isPlanted, tree[hash] == nil { continue }
      #endif
      finals.append(
        FinalBlock(
          header: header, hash: hash, certificate: isLast ? finality.certificate : nil,
          isClosing: isLast && finality.isClosing))
      tip = header
      tipHash = hash
    }
    if finality.isClosing { effects.append(.close(engine.plan.epoch)) }
  }

  /// Hands out final blocks in order, as many as may be on their way.
  mutating func execute(at now: Moment) {
    #if PLANTED
      let executionsMax =
        ReplicaBug.executesWithoutBound.isPlanted ? Int.max : ReplicaLimits.executionsMax
    #else
      let executionsMax = ReplicaLimits.executionsMax
    #endif
    while executionCount < executionsMax, let next = finals.first {
      guard let block = tree[next.hash] else { return fetch(next.hash, at: now) }
      finals.removeFirst()
      executionCount += 1
      effects.append(
        .execute(block, certificate: next.certificate, isClosing: next.isClosing))
    }
  }

  /// Gets the body of a final block again that was at hand and had to make room.
  private mutating func fetch(_ hash: Digest, at now: Moment) {
    guard orphans[hash] == nil, openBodies[hash] == nil, wantedBlocks[hash] == nil,
      let peer = nextPeer(at: now)
    else { return }
    want(hash, from: peer, at: now)
  }

  mutating func take(_ report: ExecutionReport, at now: Moment) {
    precondition(executionCount > 0, "what comes back was handed out")
    executionCount -= 1
    gasByHeight[report.height] = tree[report.hash]?.gas
    #if PLANTED
      if !ReplicaBug.readsStaleAccounts.isPlanted { accounts.execute(report) }
    #else
      accounts.execute(report)
    #endif
    tree.advance(
      to: BlockTree.Root(
        height: report.height, hash: report.hash, nextBaseFee: report.nextBaseFee,
        parameters: report.parameters))
    #if PLANTED
      let senders = ReplicaBug.rechecksNothing.isPlanted ? [] : report.senders
    #else
      let senders = report.senders
    #endif
    for (account, state) in senders { pool.update(state, of: account) }
    for (hash, orphan) in orphans where orphan.header.height <= report.height {
      orphans[hash] = nil
    }
    for (hash, body) in openBodies where body.header.height <= report.height {
      openBodies[hash] = nil
    }
    adoptOrphans(of: report.hash, at: now)
  }

  mutating func take(_ report: CommitReport, at now: Moment) {
    accounts.commit(report.height, report.view)
    committedHeight = report.height
    if let root = report.root {
      states.append(
        NameableState(height: report.height, root: root, knownSince: now.milliseconds))
      tell(.executed(report.height, root: root), at: now)
    }
    forgetStates()
    #if PLANTED
      if ReplicaBug.staysInEpoch.isPlanted { return }
    #endif
    if let start = report.start, knows(start.parameters, from: start.epoch) {
      isTrusted = report.isTrusted
      begin(start, at: now)
    }
  }

  /// Whether this code follows the rules in force from an epoch on; if not, it stops there.
  ///
  /// Protocol: Governance.
  mutating func knows(_ parameters: ChainParameters, from epoch: Epoch) -> Bool {
    let known = ChainParameters.protocolVersionKnown
    guard parameters.protocolVersion > known else { return true }
    halt(.unknownRules(version: parameters.protocolVersion, known: known, from: epoch))
    return false
  }

  /// Keeps the states that a header above the last final block may still name.
  private mutating func forgetStates() {
    while states.count > 1, states[1].height <= tip.executedHeight { states.removeFirst() }
    #if PLANTED
      if ReplicaBug.remembersAllGas.isPlanted { return }
    #endif
    guard let oldest = states.first?.height else { return }
    while let first = gasByHeight.first?.key, first <= oldest { gasByHeight[first] = nil }
  }

  /// Begins an epoch on its closing block's state.
  private mutating func begin(_ start: EpochStart, at now: Moment) {
    let plan = Self.plan(of: start, for: identity)
    var recollection = Recollection()
    for state in states where state.height == start.anchor.height {
      recollection.roots[state.height] = state.root
    }
    closedEngine = engine
    engine = Engine(
      plan: plan, role: Self.role(in: start.set, of: identity, isTrusted: isTrusted),
      settings: settings.engine, recollection: recollection, at: now)
    nextSet = start.nextSet
    forgetOutlook()
    toldThatTransactionsWait = false
    engineWakesAt = nil
    carryOut(engine.start(at: now), at: now)
    takeEarly(at: now)
    prepareAcceptance(at: now)
  }

  /// Takes what came for the epoch that has begun.
  private mutating func takeEarly(at now: Moment) {
    let inputs = early.all
    let offers = earlyOffers
    early = EarlyMessages(
      epoch: engine.plan.epoch.next, set: nextSet, network: identity.network)
    earlyOffers = SortedMap()
    for input in inputs { tell(input, at: now) }
    for (_, offer) in offers {
      open(offer.offered, by: offer.leader, from: offer.peer, at: now)
    }
  }
}
