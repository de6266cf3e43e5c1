import Chain
import Consensus
package import Cryptography

/// A short run that crosses the ends of two epochs, with a crash before every single step in it.
package struct CrashCampaign: Sendable {
  /// Who crashes.
  package enum Victim: String, CaseIterable, Sendable {
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
    // Whoever is alone waits for nobody, and takes as many steps in less time.
    plan.epochLengthMilliseconds = victim == .alone ? 40 : 100
    plan.chaosMilliseconds = victim == .alone ? 95 : 240
    return plan
  }

  /// How many steps the victim takes, when nothing happens to it, before it is too late to crash.
  package var stepCount: Int {
    let world = World(plan)
    world.run()
    return world.stepCountsAtHealing[0]
  }

  /// Crashes before a step, with whatever a drawn disk makes of what was not synced.
  package func run(
    _ step: Int, isTraced: Bool = false, remembering memory: inout CheckedClaims
  ) -> Simulation.Outcome {
    var plan = plan
    // Long enough for the others to give up a view that the victim leads.
    plan.aftermath = WorldPlan.Aftermath(
      seed: UInt64(step + 1), healingMilliseconds: victim == .all ? 250 : 120)
    let world = World(plan, isTraced: isTraced)
    for node in world.machines.indices where node == 0 || victim == .all {
      world.machines[node].stepsToCrash = step
    }
    swap(&world.memory, &memory)
    world.run()
    swap(&world.memory, &memory)
    return Simulation.Outcome(of: world, seed: UInt64(step))
  }
}
