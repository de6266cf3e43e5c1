import Chain
package import Cryptography

/// Runs the world of a seed and says what came of it.
package enum Simulation {
  /// What came of a world.
  package struct Outcome: Sendable {
    /// The seed, or the number of the scenario.
    package let seed: UInt64
    /// What was found wrong; nothing when all is well.
    package var complaints: [String]
    /// The history as a hash.
    package let trace: Digest
    /// The history in words, when it was asked for.
    package let lines: [String]
    package let eventCount: Int
    /// How far the chain grew.
    package let height: UInt64
    package let virtualMilliseconds: UInt64
    /// What the transactions of clients called, in worlds of whole replicas.
    package let methods: MethodTally
    /// What came of snapshots there.
    package let snapshots: SnapshotTally

    init(of world: World, seed: UInt64) {
      self.seed = seed
      complaints = world.checks.complaints
      trace = world.trace.digest
      lines = world.trace.lines
      eventCount = world.eventCount
      height = world.checks.chain.highest.units
      virtualMilliseconds = world.now
      methods = MethodTally()
      snapshots = SnapshotTally()
    }

    init(of world: ReplicaWorld, seed: UInt64) {
      self.seed = seed
      complaints = world.checks.complaints
      trace = world.trace.digest
      lines = world.lines
      eventCount = world.eventCount
      height = world.checks.highest.units
      virtualMilliseconds = world.now
      methods = world.checks.methods
      snapshots = world.snapshots
    }
  }

  /// Everything a seed decides: a world, and walks through the parts that a world of honest engines
  /// does not try hard enough.
  package static func run(seed: UInt64, isTraced: Bool = false) -> Outcome {
    var outcome = runWorld(seed: seed, isTraced: isTraced)
    outcome.complaints += walk(seed: seed)
    return outcome
  }

  /// The world alone.
  package static func runWorld(seed: UInt64, isTraced: Bool = false) -> Outcome {
    let world = World(WorldPlan(seed: seed), isTraced: isTraced)
    world.run()
    return Outcome(of: world, seed: seed)
  }

  /// The walks alone: what they found wrong.
  package static func walk(seed: UInt64) -> [String] {
    let gate = GateWalk(seed: seed)
    gate.run(steps: 60)
    var segments = SegmentWalk(seed: seed)
    segments.run(steps: 60)
    var client = LightClientWalk(seed: seed)
    client?.run(epochs: 2)
    var inquiry = InquiryWalk(seed: seed)
    inquiry?.run(steps: 20)
    var acceptance = AcceptanceWalk(seed: seed)
    acceptance.run(steps: 30)
    var engine = EngineWalk(seed: seed)
    engine.run()
    return gate.complaints + segments.complaints + (inquiry?.complaints ?? [])
      + acceptance.complaints + (client?.complaints ?? []) + engine.complaints
  }
}
