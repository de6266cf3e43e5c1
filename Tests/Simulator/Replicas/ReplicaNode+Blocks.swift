import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State

/// Executing, committing and serving blocks.
extension ReplicaNode {
  func execute() {
    guard !isExecuting, !ordered.isEmpty, !isDead else { return }
    isExecuting = true
    world.schedule(.executed(index, life), after: world.executionDelay())
  }

  /// The first final block that was not executed is executed now.
  func executedNext() {
    guard !isDead, !world.crashes(self) else { return }
    isExecuting = false
    let next = ordered.removeFirst()
    let block = machine.home.store.execute(
      next.block, under: next.certificate, isClosing: next.isClosing,
      after: committing + executed, on: world.network)
    executed.append(block)
    let view = view
    world.checks.executed(block, view: view, by: index)
    learn(.executed(block.execution.report(over: view)))
    guard !isDead else { return }
    if next.isClosing { opening = block.header }
    advance()
    commit()
    execute()
  }

  /// Commits what was executed, up to the first height that a header may name; a closing block only
  /// together with the journal of what follows it.
  func commit() {
    guard !isCommitting, !isDead,
      let first = executed.firstIndex(where: \.isNameable) ?? executed.indices.last
    else { return }
    var group = Array(executed[...first])
    if let last = group.last, last.isClosing {
      let isNamed =
        journal.epoch > last.header.epoch && syncedSequence >= journal.openingSequence
      if !isNamed { group.removeLast() }
    }
    guard !group.isEmpty else { return }
    isCommitting = true
    committing = group
    executed.removeFirst(group.count)
    let mark = JournalMark(identity: journal.identity, sequence: syncedSequence)
    world.schedule(.committed(index, life, mark: mark), after: world.plan.commitMilliseconds)
  }

  func committed(_ mark: JournalMark) {
    guard !isDead, !world.crashes(self), let last = committing.last else { return }
    isCommitting = false
    let store = machine.home.store
    store.commit(committing, naming: mark)
    committing = []
    world.checks.committed(last.header, root: store.root, by: index)
    gate.note(commitWith: mark)
    guard !world.crashes(self) else { return }
    let start = last.isClosing ? EpochStart(behind: last.header, in: store.view) : nil
    learn(
      .committed(
        CommitReport(
          height: last.header.height, root: last.isNameable ? store.root : nil, view: store.view,
          start: start, isTrusted: gate.isVoting)))
    guard !isDead else { return }
    if start != nil {
      world.checks.began(replica.engine.plan, by: index)
      export()
    }
    commit()
  }

  // MARK: Serving

  func serve(_ hash: Digest, to peer: Address) {
    guard let node = world.node(peer), let block = machine.home.store.block(hash),
      block.header.height >= machine.oldestGiven
    else { return }
    world.send(.block(block), from: index, to: node)
  }

  func serve(_ heights: ClosedRange<Height>, to peer: Address) {
    guard let node = world.node(peer), heights.lowerBound >= machine.oldestGiven,
      let range = machine.home.store.range(of: heights)
    else { return }
    world.send(.range(range), from: index, to: node)
  }
}
