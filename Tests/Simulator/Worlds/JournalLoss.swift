import Chain
import Consensus

/// Four validators, some of which lose their journals in the middle of an epoch.
package struct JournalLoss: Sendable {
  private let lossCount: Int
  private let isAccepted: Bool

  /// With more than one of four the epoch can only end when their operators accept the risk.
  package init(of count: Int, isAccepted: Bool) {
    lossCount = count
    self.isAccepted = isAccepted
  }

  /// What came of it, and who votes at the end.
  package func run() -> (outcome: Simulation.Outcome, voters: Int) {
    var plan = WorldPlan.quiet(nodes: 4)
    plan.fragile = Set(0..<lossCount)
    plan.epochLengthMilliseconds = 1_500
    plan.chaosMilliseconds = 6_000
    let world = World(plan)
    world.schedule(.loseJournals(lossCount), after: 400)
    if isAccepted { world.schedule(.acceptLoss(lossCount), after: 900) }
    world.run()
    let voters = world.machines.filter { $0.running?.gate.isVoting == true }.count
    return (Simulation.Outcome(of: world, seed: UInt64(lossCount)), voters)
  }
}
