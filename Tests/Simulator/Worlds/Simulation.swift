import Chain
package import Cryptography

/// Runs the world of a seed and says what came of it.
package enum Simulation {
  /// What came of a world.
  package struct Outcome: Sendable {
    package let seed: UInt64
    /// What was found wrong; nothing when all is well.
    package let complaints: [String]
    /// The history as a hash.
    package let trace: Digest
    /// The history in words, when it was asked for.
    package let lines: [String]
    package let eventCount: Int
    package let height: UInt64
    package let virtualMilliseconds: UInt64
  }

  package static func run(seed: UInt64, isTraced: Bool = false) -> Outcome {
    let world = World(WorldPlan(seed: seed), isTraced: isTraced)
    world.run()
    return Outcome(
      seed: seed, complaints: world.checks.complaints, trace: world.trace.digest,
      lines: world.trace.lines, eventCount: world.eventCount,
      height: world.checks.chain.highest.units, virtualMilliseconds: world.now)
  }
}
