import Chain
import Consensus

/// A short run that crosses the end of an epoch, with a crash before every single step in it.
package struct CrashCampaign: Sendable {
  /// Who crashes.
  package enum Victim: CaseIterable, Sendable {
    /// One node of four.
    case one
    /// All four, each before its own step of that number.
    case all
    /// The only validator there is.
    case alone
  }

  private let victim: Victim

  package init(_ victim: Victim) {
    self.victim = victim
  }

  private var plan: WorldPlan {
    var plan = WorldPlan.quiet(nodes: victim == .alone ? 1 : 4)
    plan.epochLengthMilliseconds = 120
    plan.chaosMilliseconds = 400
    return plan
  }

  /// How many steps the victim takes when nothing happens to it.
  package var stepCount: Int {
    let world = World(plan)
    world.run()
    return world.stepCounts[0]
  }

  /// Crashes before a step, with whatever a drawn disk makes of what was not synced.
  package func run(_ step: Int) -> Simulation.Outcome {
    var plan = plan
    plan.seed = UInt64(step + 1)
    let world = World(plan)
    for node in world.machines.indices where node == 0 || victim == .all {
      world.machines[node].stepsToCrash = step
    }
    world.run()
    return Simulation.Outcome(of: world, seed: UInt64(step))
  }
}
