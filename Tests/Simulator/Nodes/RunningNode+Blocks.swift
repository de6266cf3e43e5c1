import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// Building, executing and committing blocks.
extension RunningNode {
  func build(_ view: View, on parent: Header, parentView: View) {
    guard !isDead, engine?.plan.epoch == plan.epoch else { return }
    guard !world.random.happens(oneIn: 60), let named = nameable(on: parent) else {
      return learn(.notBuilt(view))
    }
    let isLate = parent.height.next.units - named.height.units > 64
    var transactions: [[UInt8]] = []
    if !isLate, world.plan.isBusy {
      for _ in 0..<world.random.number(in: 0...3) {
        transactions.append([1] + world.random.bytes(count: 1...40))
      }
    }
    guard let body = try? Body(transactions) else { return }
    let header = Header(
      chainID: plan.network.chainID, epoch: plan.epoch, height: parent.height.next, view: view,
      parentView: parentView, parentHash: parent.hash,
      time: Timestamp(max(now.time.units, parent.time.units + 1)), proposer: key.account,
      transactionsRoot: body.root, transactionCount: UInt32(transactions.count),
      executedHeight: named.height, executedStateRoot: named.root,
      validatorSetHash: plan.set.hash, nextValidatorSetHash: plan.nextSetHash)
    guard let block = try? Block(header: header, body: body) else { return }
    blocks[header.hash] = block
    learn(.built(header))
  }

  /// The newest executed state that a block on this parent may name.
  private func nameable(on parent: Header) -> (height: Height, root: Digest)? {
    guard parent.epoch == plan.epoch else {
      return roots[plan.anchor.height].map { (plan.anchor.height, $0) }
    }
    var found: (Height, Digest)?
    for (height, root) in roots
    where height >= parent.executedHeight && height <= parent.height {
      found = (height, root)
    }
    return found
  }

  func take(_ finality: Finality) {
    world.checks.finalized(finality, by: index, plan: plan)
    if let last = finality.blocks.last {
      lastFinality = (last.height, finality.certificate)
    }
    for header in finality.blocks {
      finalized.append((header, finality.isClosing && header == finality.blocks.last))
    }
    if finality.isClosing, let record = gate.close(plan.epoch) {
      wait(Turn(records: [record]))
    }
    execute()
  }

  private func execute() {
    guard !isExecuting, !finalized.isEmpty, !isDead else { return }
    isExecuting = true
    world.schedule(.executed(index, life), after: world.executionDelay())
  }

  /// The first final block that was not executed is executed now.
  func executedNext() {
    guard !isDead, !world.crashes(self) else { return }
    isExecuting = false
    let (header, isClosing) = finalized.removeFirst()
    guard let block = blocks[header.hash] else {
      return world.checks.fail("node \(index) has no body of the final block \(header.height)")
    }
    root = ChainRules.root(after: header.hash, on: root)
    let isNameable = world.rules.isNameable(header, isClosing: isClosing)
    executed.append(
      ExecutedBlock(block: block, root: root, isNameable: isNameable, isClosing: isClosing))
    world.checks.executed(header.height, root: root, by: index)
    if isNameable {
      roots[header.height] = root
      learn(.executed(header.height, root: root))
    }
    guard !isDead else { return }
    if isClosing {
      opening = header
      advance()
    } else {
      commit()
    }
    execute()
  }

  /// Commits what was executed; a closing block only together with the journal of what follows it.
  func commit() {
    guard !isCommitting, !isDead else { return }
    let isNamed = plan.epoch <= journal.epoch && syncedSequence >= journal.openingSequence
    let ready = executed.prefix { !$0.isClosing || (isNamed && $0.block.header == plan.anchor) }
    guard !ready.isEmpty || (engine?.plan.epoch != plan.epoch && !mayBegin && isNamed) else {
      return
    }
    isCommitting = true
    committing = Array(ready)
    executed.removeFirst(ready.count)
    let mark = JournalMark(identity: journal.identity, sequence: syncedSequence)
    world.schedule(.committed(index, life, mark: mark), after: world.plan.commitMilliseconds)
  }

  func committed(_ mark: JournalMark) {
    guard !isDead, !world.crashes(self) else { return }
    isCommitting = false
    let machine = world.machines[index]
    for block in committing {
      machine.home.database.append(block.block, root: block.root, isNameable: block.isNameable)
    }
    committing = []
    if let last = lastFinality, last.height <= machine.home.database.tip.height {
      machine.home.database.certify(last.height, by: last.certificate)
    }
    machine.home.database.mark = mark
    gate.note(commitWith: mark)
    guard !world.crashes(self) else { return }
    if engine?.plan.epoch != plan.epoch, mayBegin,
      isAtAnchor || machine.home.database.tip.epoch == plan.epoch
    {
      begin(recollection(from: [], bodies: []))
    }
    commit()
  }
}
