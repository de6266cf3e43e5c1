import Chain
import Consensus
import TestSupport

/// Four validators, some of which lose their journals in the middle of an epoch.
package struct JournalLoss: Sendable {
  private let lossCount: Int
  private let isAccepted: Bool
  private let seed: UInt64

  /// With more than one of four the epoch can only end when their operators accept the risk.
  ///
  /// A seed decides when it happens, and how fast the network is.
  package init(of count: Int, isAccepted: Bool, seed: UInt64 = 0) {
    lossCount = count
    self.isAccepted = isAccepted
    self.seed = seed
  }

  /// What came of it, and who votes at the end.
  package func run() -> (outcome: Simulation.Outcome, voters: Int) {
    var random = SplitMix64(seed: seed)
    var plan = WorldPlan.quiet(nodes: 4, delayMilliseconds: random.number(in: 1...12))
    plan.seed = seed + 1
    plan.syncMilliseconds = UInt64(random.number(in: 0...3))
    plan.fragile = Set(0..<lossCount)
    plan.epochLengthMilliseconds = 1_500
    plan.chaosMilliseconds = 6_000
    let world = World(plan)
    let loss = random.number(in: 300...500)
    world.schedule(.loseJournals(lossCount), after: UInt64(loss))
    if isAccepted {
      let acceptance = loss + random.number(in: 1...600)
      world.schedule(.acceptLoss(lossCount), after: UInt64(acceptance))
    }
    world.run()
    let voters = world.machines.filter { $0.running?.gate.isVoting == true }.count
    return (Simulation.Outcome(of: world, seed: seed), voters)
  }
}
