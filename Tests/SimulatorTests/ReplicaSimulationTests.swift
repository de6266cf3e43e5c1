import Simulator
import TestSupport
import Testing

@Suite struct ReplicaSimulationTests {
  /// Few in debug builds, where each takes long; `workbench simulate` runs hundreds.
  @Test(arguments: 1...(Seeds.isSoaking ? 200 : 8))
  func `A world of whole replicas ends well`(seed: Int) {
    #expect(ReplicaSimulation.run(seed: UInt64(seed)).complaints == [])
  }

  @Test(arguments: [5, 17] as [UInt64])
  func `One seed of whole replicas has one history`(seed: UInt64) {
    let first = ReplicaSimulation.run(seed: seed)
    let second = ReplicaSimulation.run(seed: seed)
    #expect(first.trace == second.trace)
    #expect(first.eventCount == second.eventCount)
    #expect(ReplicaSimulation.run(seed: seed + 1).trace != first.trace)
  }

  @Test func `Whoever is given states or ranges that are made up comes to the chain`() {
    var snapshots = SnapshotTally()
    for seed in [8, 13, 22] as [UInt64] {
      let outcome = ReplicaSimulation.run(seed: seed, .misled)
      #expect(outcome.complaints == [], "seed \(seed)")
      snapshots.add(outcome.snapshots)
    }
    #expect(snapshots.forged > 0 && snapshots.finished > 0)
  }

  @Test func `Clients call methods of every contract`() {
    var methods = MethodTally()
    for seed in 1...12 as ClosedRange<UInt64> {
      methods.add(ReplicaSimulation.run(seed: seed).methods)
    }
    let contracts = Set(methods.counts.keys.map { $0.prefix { $0 != "." } })
    let all = [
      "Staking", "Nodes", "Files", "Traffic", "Prepay", "Exchange", "Tokens", "Governance",
    ]
    #expect(all.allSatisfy { contracts.contains(Substring($0)) })
    #expect(methods.counts.values.contains { $0.succeeded > 0 })
    #expect(methods.counts.values.contains { $0.failed > 0 })
  }
}
