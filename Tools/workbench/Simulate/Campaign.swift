import Dispatch
import Foundation
import Node
import Simulator
import Synchronization

/// Many worlds, a few at a time, and what came of them.
struct Campaign {
  /// What the worlds came to, all together.
  private struct Tally {
    var worlds = 0
    var events = 0
    var blocks: UInt64 = 0
    var methods = MethodTally()
    var snapshots = SnapshotTally()
    var failures: [Simulation.Outcome] = []
  }

  /// From how many worlds on every method has to have been called with success and without.
  private static let fullLoadCount = 500

  let jobs: Int
  let console: Console

  func runWorlds(_ seeds: ClosedRange<UInt64>) throws(CommandFailure) {
    try run(
      "worlds", count: seeds.count, replay: { "workbench simulate --seed \($0.seed) --trace" }
    ) {
      Simulation.run(seed: seeds.lowerBound + UInt64($0))
    }
  }

  func runReplicas(_ seeds: ClosedRange<UInt64>) throws(CommandFailure) {
    let tally = try run(
      "worlds of replicas", count: seeds.count,
      replay: { "workbench simulate --replicas --seed \($0.seed) --trace" }
    ) {
      ReplicaSimulation.run(seed: seeds.lowerBound + UInt64($0))
    }
    let counts = tally.methods.counts.map(\.value)
    let missing = tally.methods.missing
    try console.print(
      "their clients: \(tally.methods.payments.succeeded) payments, "
        + "\(counts.reduce(0) { $0 + $1.succeeded }) calls that succeeded and "
        + "\(counts.reduce(0) { $0 + $1.failed }) that failed, of "
        + "\(MethodTally.methodCount - missing.count) of \(MethodTally.methodCount) methods both\n")
    let snapshots = tally.snapshots
    try console.print(
      "their snapshots: \(snapshots.begun) imports begun, \(snapshots.chunks) chunks, "
        + "\(snapshots.finished) finished, \(snapshots.abandoned) abandoned, "
        + "\(snapshots.failed) failed, \(snapshots.crashed) crashes in the middle, "
        + "\(snapshots.forged) forgeries\n")
    guard seeds.count >= Self.fullLoadCount else { return }
    guard missing.isEmpty else {
      throw .failed(
        "in no world did these succeed, or in none did they fail: "
          + missing.joined(separator: ", "))
    }
    guard snapshots.missing.isEmpty else {
      throw .failed("in no world was there a " + snapshots.missing.joined(separator: ", a "))
    }
  }

  func runCrashes() throws(CommandFailure) {
    for victim in CrashCampaign.Victim.allCases {
      let campaign = CrashCampaign(victim)
      try run(
        "crashes of \(victim)", count: campaign.stepCount,
        replay: { "workbench simulate, crash of \(victim) before step \($0.seed)" }
      ) { campaign.run($0) }
    }
  }

  /// Runs scenarios that are spread evenly over all there are.
  func runTwins(views: Int, count: Int) throws(CommandFailure) {
    let campaign = TwinsCampaign(views: views)
    let count = min(count, campaign.scenarioCount)
    let stride = campaign.scenarioCount / count
    try run(
      "twins in \(views) views", count: count,
      replay: { "workbench simulate, scenario \($0.seed) of \(views) views" }
    ) { campaign.run($0 * stride) }
  }

  @discardableResult
  private func run(
    _ name: String, count: Int, replay: (Simulation.Outcome) -> String,
    _ body: @escaping @Sendable (Int) -> Simulation.Outcome?
  ) throws(CommandFailure) -> Tally {
    let started = Date()
    let next = Mutex(0)
    let tally = Mutex(Tally())
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < count, tally.withLock({ $0.failures.isEmpty }) else { return }
        guard let outcome = body(index) else { continue }
        tally.withLock { tally in
          tally.worlds += 1
          tally.events += outcome.eventCount
          tally.blocks += outcome.height
          tally.methods.add(outcome.methods)
          tally.snapshots.add(outcome.snapshots)
          if !outcome.complaints.isEmpty { tally.failures.append(outcome) }
        }
      }
    }
    let result = tally.withLock { $0 }
    let seconds = String(format: "%.1f", Date().timeIntervalSince(started))
    try console.print(
      "\(name): \(result.worlds) run, \(result.events) events, \(result.blocks) blocks, "
        + "\(seconds) s\n")
    guard let failure = result.failures.first else { return result }
    throw .failed(
      "\(name), number \(failure.seed): \(failure.complaints.joined(separator: "; "))\n"
        + "replay it with: \(replay(failure))")
  }
}
