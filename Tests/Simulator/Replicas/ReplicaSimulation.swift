import Chain

/// Runs the world of whole replicas of a kind and a seed, and says what came of it.
package enum ReplicaSimulation {
  package static func run(
    seed: UInt64, _ kind: ReplicaWorldKind = .any, isTraced: Bool = false
  ) -> Simulation.Outcome {
    do {
      let world = try ReplicaWorld(ReplicaPlan(seed: seed, kind), isTraced: isTraced)
      world.run()
      return Simulation.Outcome(of: world, seed: seed)
    } catch {
      fatalError("the genesis of every seed is valid: \(error)")
    }
  }
}
