import Chain
import Codec
import Consensus
import Cryptography
import Ledger

/// What an honest leader proposes.
///
/// Protocol: What a leader proposes.
extension Replica {
  mutating func build(
    in view: View, on parent: Header, certifiedIn parentView: View, at now: Moment
  ) {
    guard let block = newBlock(in: view, on: parent, certifiedIn: parentView, at: now) else {
      return tell(.notBuilt(view), at: now)
    }
    tree.insert(block)
    lastOrdered = block.hash
    tell(.built(block.header), at: now)
  }

  private func newBlock(
    in view: View, on parent: Header, certifiedIn parentView: View, at now: Moment
  ) -> OrderedBlock? {
    let parentHash = parent.hash
    guard let rules = tree.rules(on: parentHash, in: engine.plan.epoch),
      let branch = tree.branch(to: parentHash),
      let state = stateToName(on: parent, at: now)
    else { return nil }
    #if PLANTED
      let ordered = ReplicaBug.ignoresOrdered.isPlanted ? [] : branch.map(\.spending)
    #else
      let ordered = branch.map(\.spending)
    #endif
    let transactions =
      mayFill(above: state.height, on: parent, branch, limit: rules.gasLimit)
      ? pool.selection(for: Mempool.Room(of: rules), after: ordered) : []
    let plan = engine.plan
    do {
      let body = try Body(transactions.map(\.message.raw))
      let header = Header(
        chainID: plan.network.chainID, epoch: plan.epoch, height: parent.height.next, view: view,
        parentView: parentView, parentHash: parentHash,
        time: max(now.time, Timestamp(parent.time.units + 1)),
        proposer: plan.set.members[plan.leader(of: view)].account, transactionsRoot: body.root,
        transactionCount: UInt32(transactions.count), executedHeight: state.height,
        executedStateRoot: state.root, validatorSetHash: plan.set.hash,
        nextValidatorSetHash: plan.nextSetHash)
      let block = try RecoveredBlock(
        Block(header: header, body: body), hash: header.hash, from: transactions.map { .known($0) })
      return try OrderedBlock(block, under: rules)
    } catch {
      preconditionFailure("what was selected keeps the rules: \(error)")
    }
  }

  /// The newest state that others have had the time to compute; at least the parent's.
  private func stateToName(on parent: Header, at now: Moment) -> (height: Height, root: Digest)? {
    guard parent.epoch == engine.plan.epoch else {
      return states.last { $0.height == parent.height }.map { ($0.height, $0.root) }
    }
    let ripe = states.last { state in
      state.height > parent.executedHeight && state.height <= parent.height
        && state.knownSince + ReplicaLimits.nameableAgeMilliseconds <= now.milliseconds
    }
    #if PLANTED
      if ReplicaBug.namesOtherState.isPlanted, let ripe { return (ripe.height, parent.hash) }
    #endif
    return ripe.map { ($0.height, $0.root) } ?? (parent.executedHeight, parent.executedStateRoot)
  }

  /// Whether a block may hold transactions: not while execution is far behind.
  private func mayFill(
    above executed: Height, on parent: Header, _ branch: [OrderedBlock], limit: Gas
  ) -> Bool {
    guard parent.height.next.units - executed.units <= EpochPlan.executionLagMax else {
      return false
    }
    var gas: UInt64 = branch.reduce(0) { $0 + $1.gas.units }
    for (height, amount) in gasByHeight where height > executed { gas += amount.units }
    return gas <= ReplicaLimits.orderedLimitsMax * limit.units
  }
}

extension Mempool.Room {
  init(of rules: BodyRules) {
    self.init(baseFee: rules.baseFee, gas: rules.gasLimit, sizeBytes: rules.sizeBytesMax)
  }
}
