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
    let execution = BlockExecution(
      next.block, isClosing: next.isClosing, on: world.network, over: state)
    state.apply(execution.result.changes)
    let header = next.block.header
    world.checks.executed(execution, root: state.root, state: state, by: index)
    executed.append(
      Executed(
        block: next.block.block, certificate: next.certificate, isClosing: next.isClosing,
        isNameable: next.isClosing || header.height.units.isMultiple(of: EpochPlan.nameableEvery),
        state: state))
    learn(.executed(execution.report(over: state)))
    guard !isDead else { return }
    if next.isClosing { opening = header }
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
        journal.epoch > last.block.header.epoch && syncedSequence >= journal.openingSequence
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
    for block in committing {
      machine.home.database.append(
        block.block, root: block.state.root, isNameable: block.isNameable)
      if let certificate = block.certificate {
        machine.home.database.certify(block.block.header.height, by: certificate)
      }
    }
    committing = []
    machine.state = last.state
    machine.home.database.mark = mark
    gate.note(commitWith: mark)
    guard !world.crashes(self) else { return }
    let header = last.block.header
    let start = last.isClosing ? EpochStart(behind: header, in: last.state) : nil
    learn(
      .committed(
        CommitReport(
          height: header.height, root: last.isNameable ? last.state.root : nil, view: last.state,
          start: start, isTrusted: gate.isVoting)))
    guard !isDead else { return }
    if start != nil { world.checks.began(replica.engine.plan, by: index) }
    commit()
  }

  // MARK: Serving

  func serve(_ hash: Digest, to peer: Address) {
    let blocks = machine.home.database.blocks.suffix(200)
    guard let node = world.node(peer), let block = blocks.last(where: { $0.header.hash == hash })
    else { return }
    world.send(.block(block), from: index, to: node)
  }

  func serve(_ heights: ClosedRange<Height>, to peer: Address) {
    let database = machine.home.database
    guard let node = world.node(peer), let first = database.block(at: heights.lowerBound) else {
      return
    }
    var blocks: [Block] = []
    var certified: (count: Int, certificate: Certificate)?
    var height = heights.lowerBound
    while height <= heights.upperBound, let block = database.block(at: height),
      block.header.epoch == first.header.epoch
    {
      blocks.append(block)
      if let certificate = database.certificates[height] { certified = (blocks.count, certificate) }
      height = height.next
    }
    guard let certified else { return }
    let range = BlockRange(
      blocks: Array(blocks.prefix(certified.count)), certificate: certified.certificate)
    world.send(.range(range), from: index, to: node)
  }
}
