import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica

/// When a world is over, and what can only be said then.
extension ReplicaWorld {
  var honest: [ReplicaNode] {
    machines.indices.filter { plan.mischief[$0] == nil }.compactMap { machines[$0].running }
  }

  /// Whether all honest nodes have caught up, the chain grows, and nothing waits that could be
  /// executed.
  var hasSettled: Bool {
    let nodes = honest
    guard nodes.count == plan.nodeCount - plan.mischief.count else { return false }
    return nodes.allSatisfy { node in
      let height = node.replica.committedHeight
      return height.units >= healedHeight.units + 3
        && height.units + 16 >= checks.highest.units && !hasWork(node)
    }
  }

  private func hasWork(_ node: ReplicaNode) -> Bool {
    let rules = BodyRules(
      baseFee: node.replica.tree.root.nextBaseFee,
      parameters: node.replica.tree.root.parameters)
    let room = Mempool.Room(
      baseFee: rules.baseFee, gas: rules.gasLimit, sizeBytes: rules.sizeBytesMax)
    return node.replica.pool.hasSelection(for: room, after: [])
  }

  /// How far everybody is, for a complaint.
  var standings: String {
    honest.map { node in
      "\(node.index): height \(node.replica.committedHeight) of \(node.replica.tip.height), epoch "
        + "\(node.replica.engine.plan.epoch), view \(node.replica.engine.current), "
        + "\(node.replica.footprint), \(node.replica.pool.count) waiting"
        + (hasWork(node) ? " with work" : "")
    }.joined(separator: "; ")
  }

  /// Nothing waits for longer than it may, give or take how often a node looks.
  private func checkAges(of node: ReplicaNode) {
    let settings = plan.settings
    let most = settings.mempool.lifetimeMilliseconds + 2 * settings.statusMilliseconds + 1_000
    for sender in crowd.everybody {
      for waiting in node.replica.pool.transactions(of: sender)
      where waiting.arrivalMilliseconds + most < node.now.milliseconds {
        let hash = waiting.transaction.message.hash
        checks.fail("node \(node.index) keeps transaction \(hash) for too long")
      }
    }
  }

  func conclude() {
    guard hasSettled else { return checks.fail("nothing more can happen: " + standings) }
    for node in honest {
      if !node.asked.isEmpty { checks.fail("node \(node.index) owes its clients answers") }
      checkAges(of: node)
      guard !plan.isCrowded, !plan.isImpatient else { continue }
      for transaction in node.acknowledged {
        checks.keeps(transaction, in: node.replica.pool, of: node.index)
      }
    }
    followClosingBlocks()
  }
}
