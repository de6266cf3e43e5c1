import Consensus
import TestSupport

/// What goes wrong, one thing after another, until the world heals.
extension World {
  func fault() {
    guard !hasHealed else { return }
    schedule(
      .fault, after: UInt64(random.number(in: 1...(2 * plan.faultIntervalMilliseconds))))
    let node = random.number(in: 0...(machines.count - 1))
    let machine = machines[node]
    switch random.number(in: 0...11) {
    case 0, 1, 2:
      network.partition = .drawn(nodes: machines.count, from: &random)
      schedule(.mend, after: UInt64(random.number(in: 50...2_000)))
    case 3: network.clog(node, until: now + UInt64(random.number(in: 20...1_500)))
    case 4:
      machine.pausedUntil = now + UInt64(random.number(in: 20...1_500))
    case 5: step(node)
    case 6, 7: machine.stepsToCrash = random.number(in: 0...60)
    case 8: if random.happens(oneIn: 3) { for each in machines.indices { arm(each) } }
    case 9: if plan.fragile.contains(node) { loseDisk(node) }
    case 10: if plan.fragile.contains(node) { machine.backup = machine.home }
    default: if plan.fragile.contains(node) { restoreBackup(node) }
    }
  }

  private func arm(_ node: Int) {
    machines[node].stepsToCrash = random.number(in: 0...80)
  }

  /// The time of day jumps.
  private func step(_ node: Int) {
    guard plan.adversaries[node] != .earlyClock else { return }
    let most = random.happens(oneIn: 3) ? 5_000 : 400
    machines[node].clock.offsetMilliseconds = Int64(random.number(in: -most...most))
  }

  /// Everything on a disk is gone; only the key is left.
  private func loseDisk(_ node: Int) {
    crash(node)
    note(node, "loses its disk")
    let machine = machines[node]
    machine.home = Home(
      database: CommittedChain(behind: rules.genesis, root: ChainRules.genesisRoot))
    machine.backup = nil
  }

  func loseJournals(of count: Int) {
    for node in 0..<count {
      crash(node)
      machines[node].home.loseJournal()
      start(node)
    }
  }

  func acceptLoss(by count: Int) {
    for node in 0..<count {
      guard let epoch = machines[node].running?.plan.epoch else { continue }
      crash(node)
      machines[node].acceptedEpoch = epoch
      start(node)
    }
  }

  /// A home as it was some time ago takes the place of the present one; nothing in it can tell.
  private func restoreBackup(_ node: Int) {
    let machine = machines[node]
    guard let backup = machine.backup else { return }
    crash(node)
    note(node, "is restored from an old copy")
    machine.home = backup
    checks.restored(node)
  }
}
