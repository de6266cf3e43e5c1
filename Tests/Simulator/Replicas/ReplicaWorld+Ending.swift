import Chain
import Codec
import Consensus
import Ledger
import Replica

/// When a world is over, and what can only be said then.
extension ReplicaWorld {
  private var honest: [ReplicaNode] {
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

  func conclude() {
    guard hasSettled else { return checks.fail("nothing more can happen: " + standings) }
    for node in honest where !plan.isCrowded {
      for transaction in node.acknowledged {
        checks.keeps(transaction, in: node.replica.pool, of: node.index)
      }
    }
    followClosingBlocks()
  }

  /// A light client accepts exactly the chain that everyone has.
  private func followClosingBlocks() {
    guard let node = honest.first,
      var client = try? LightClient(
        genesis: genesisHeader, network: network,
        epochLengthMilliseconds: genesis.epochLengthMilliseconds)
    else { return }
    let database = machines[node.index].home.database
    for header in closingBlocks(in: database) {
      guard let certificate = database.certificates[header.height],
        let set = checks.sets[header.epoch.units]
      else { return checks.fail("the closing block at height \(header.height) has no proof") }
      do throws(LightClientError) {
        var other = header
        other.time = Timestamp(header.time.units + 1)
        if (try? client.check(other, certificate: certificate, set: set)) != nil {
          checks.fail("a light client takes a forged header at height \(header.height)")
        }
        try client.follow(header, certificate: certificate, set: set)
      } catch {
        return checks.fail("a light client refuses height \(header.height): \(error)")
      }
    }
  }
}
