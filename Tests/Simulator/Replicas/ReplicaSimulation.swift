import Chain

/// Runs the world of whole replicas of a seed and says what came of it.
package enum ReplicaSimulation {
  package static func run(seed: UInt64) -> Simulation.Outcome {
    do {
      let world = try ReplicaWorld(ReplicaPlan(seed: seed))
      world.run()
      return Simulation.Outcome(of: world, seed: seed)
    } catch {
      preconditionFailure("a world can be made: \(error)")
    }
  }
}
