import Chain
import Consensus
import Cryptography
import Ledger
import Replica
import TestSupport

/// What goes wrong, and what clients do, until the world heals.
extension ReplicaWorld {
  func fault() {
    guard !hasHealed else { return }
    schedule(
      .fault, after: UInt64(random.number(in: 1...(2 * plan.faultIntervalMilliseconds))))
    let node = random.number(in: 0...(machines.count - 1))
    let machine = machines[node]
    switch random.number(in: 0...12) {
    case 0, 1:
      links.partition = .drawn(nodes: machines.count, from: &random)
      schedule(.mend, after: UInt64(random.number(in: 50...2_000)))
    case 2: links.clog(node, until: now + UInt64(random.number(in: 20...1_500)))
    case 3: machine.pausedUntil = now + UInt64(random.number(in: 20...1_500))
    case 4: machine.clock.offsetMilliseconds = Int64(random.number(in: -400...400))
    case 5, 6, 7: machine.stepsToCrash = random.number(in: 0...80)
    case 8:
      if random.happens(oneIn: 3) {
        for each in machines { each.stepsToCrash = random.number(in: 0...100) }
      }
    case 9: if machines.count > 1 { disconnect(node, (node + 1) % machines.count) }
    case 10: if plan.fragile.contains(node) { loseDisk(node) }
    case 11: if plan.fragile.contains(node) { back(up: node) }
    default: if plan.fragile.contains(node) { restore(node) }
    }
  }

  /// Whoever was away for long is here again.
  func comeBack(_ node: Int) {
    if plan.absence?.losesDisk ?? false { loseDisk(node) }
    start(node)
  }

  /// Everything on a disk is gone; only the key is left.
  private func loseDisk(_ node: Int) {
    crash(node)
    note(node, "loses its disk")
    let machine = machines[node]
    do {
      machine.home = ReplicaMachine.Home(
        disk: VirtualDisk(), store: try emptyStore(of: node))
      machine.backup = nil
      machine.oldestGiven = Height(1)
      checks.lostDisk(node)
    } catch {
      checks.fail("there is no room for another disk: \(error)")
    }
  }

  private func back(up node: Int) {
    let machine = machines[node]
    do {
      machine.backup = ReplicaMachine.Home(
        disk: machine.home.disk, store: try machine.home.store.copied())
    } catch {
      checks.fail("a disk cannot be copied: \(error)")
    }
  }

  /// A home as it was some time ago takes the place of the present one; nothing in it can tell.
  private func restore(_ node: Int) {
    let machine = machines[node]
    guard let backup = machine.backup else { return }
    crash(node)
    note(node, "is restored from an old copy")
    machine.home = backup
    machine.backup = nil
    machine.oldestGiven = machine.home.store.oldestHeight
    checks.restored(node)
  }

  /// A client hands some node a transaction.
  func submit() {
    guard isSubmitting else { return }
    schedule(
      .submit, after: UInt64(random.number(in: 1...(2 * plan.submitIntervalMilliseconds))))
    let node = random.number(in: 0...(machines.count - 1))
    guard let running = machines[node].running, machines[node].pausedUntil <= now else { return }
    guard let draft = crowd.next(seeing: sight(of: running)),
      var wallet = crowd.wallet(of: draft.sender)
    else { return }
    wallet.nonce = running.replica.nextNonce(of: draft.sender)
    // Now and then a gap, or another transaction in the place of one that waits.
    if random.happens(oneIn: 20) {
      wallet.nonce += 2
    } else if wallet.nonce > 0, random.happens(oneIn: 16) {
      wallet.nonce -= 1
    }
    let gas = PriceList.gas(to: draft.recipient, data: draft.data.span)
    let tip = Wei(UInt128(random.number(in: 0...3)) * 1_000_000_000)
    guard
      let transaction = try? wallet.sign(
        to: draft.recipient, value: Wei(draft.value), data: draft.data,
        gasLimit: gas.units + UInt64(random.happens(oneIn: 8) ? 1_000 : 0),
        maxFee: Wei(gwei: UInt64(random.number(in: 4...60))), tip: tip)
    else { return }
    running.asked[transaction.message.hash] = transaction
    running.learn(.submitted(transaction))
  }

  /// What a client sees that asks a node.
  private func sight(of node: ReplicaNode) -> Crowd.Sight {
    let plan = node.replica.engine.plan
    return Crowd.Sight(
      books: Books(over: node.view),
      block: BlockContext(
        chainID: network.chainID, height: node.replica.tip.height.next, epoch: plan.epoch,
        time: node.now.time, proposer: node.key.account, view: node.replica.engine.current,
        parentView: View(0), isClosing: false, genesisHash: network.genesisHash))
  }
}
