package import Cryptography
import Dispatch
import Foundation
package import Node
package import Simulator
import Synchronization

/// Many worlds, a few at a time, and what came of them.
package struct Campaign {
  /// What the worlds came to, all together.
  package struct Tally {
    var worlds = 0
    var events = 0
    var blocks: UInt64 = 0
    var methods = MethodTally()
    var snapshots = SnapshotTally()
    var failures: [Simulation.Outcome] = []
    var lastShown: Double = 0
  }

  /// From how many worlds on every method has to have been called with success and without.
  private static var fullLoadCount: Int { 500 }
  /// How many signatures scenarios that begin alike remember for each other.
  private static var claimsMax: Int { 40_000 }
  /// Whoever waits is told this often how far it is.
  private static var progressSeconds: Double { 10 }
  /// After so many violations it has told enough.
  package static var violationsMax: Int { 20 }
  /// How many views are attacked by twins.
  private static var attackedViews: ClosedRange<Int> { 2...4 }

  private let jobs: Int
  private let console: Console

  package init(jobs: Int, console: Console) {
    self.jobs = jobs
    self.console = console
  }

  func runWorlds(_ seeds: ClosedRange<UInt64>) throws(CommandFailure) {
    try run("worlds", count: seeds.count, replay: { "--seed \($0.seed)" }) { index, _ in
      Simulation.run(seed: seeds.lowerBound + UInt64(index))
    }
  }

  func runReplicas(_ seeds: ClosedRange<UInt64>) throws(CommandFailure) {
    let tally = try run(
      "worlds of replicas", count: seeds.count, replay: { "--replicas --seed \($0.seed)" }
    ) { index, _ in
      ReplicaSimulation.run(seed: seeds.lowerBound + UInt64(index))
    }
    try show(tally)
    guard seeds.count >= Self.fullLoadCount else { return }
    guard tally.methods.missing.isEmpty else {
      throw .failed(
        "in no world did these succeed, or in none did they fail: "
          + tally.methods.missing.joined(separator: ", "))
    }
    guard tally.snapshots.missing.isEmpty else {
      throw .failed("in no world was there a " + tally.snapshots.missing.joined(separator: ", a "))
    }
  }

  /// Worlds in which whoever is far behind is given states that are made up.
  func runMisled(_ seeds: ClosedRange<UInt64>) throws(CommandFailure) {
    let tally = try run(
      "worlds of misled replicas", count: seeds.count, replay: { "--misled --seed \($0.seed)" }
    ) { index, _ in
      ReplicaSimulation.run(seed: seeds.lowerBound + UInt64(index), .misled)
    }
    try show(tally)
  }

  private func show(_ tally: Tally) throws(CommandFailure) {
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
  }

  func runCrashes() throws(CommandFailure) {
    try Self.runAll(CrashCampaign.Victim.allCases) { victim throws(CommandFailure) in
      let campaign = CrashCampaign(victim)
      try run(
        "crashes of \(victim)", count: campaign.stepCount,
        replay: { "--scenario \(ScenarioName.crash(victim, step: Int($0.seed)))" }
      ) { index, memory in
        campaign.run(index, remembering: &memory)
      }
    }
  }

  /// Runs so many scenarios with twins: of the shortest attacks all, or as many as of the others.
  func runTwins(_ count: Int) throws(CommandFailure) {
    var left = count
    try Self.runAll(Array(Self.attackedViews)) { views throws(CommandFailure) in
      let campaign = TwinsCampaign(views: views)
      let share = left / (Self.attackedViews.upperBound - views + 1)
      let numbers = campaign.scenarios(share)
      left -= numbers.count
      guard !numbers.isEmpty else { return }
      try run(
        "twins in \(views) views, of \(campaign.scenarioCount) scenarios", count: numbers.count,
        replay: { "--scenario \(ScenarioName.twins(views: views, number: Int($0.seed)))" }
      ) { index, memory in
        campaign.run(numbers[index], remembering: &memory)
      }
    }
  }

  /// Runs everything, whatever came of what was run before, and fails with all that was found.
  package static func runAll<Part>(
    _ parts: [Part], _ run: (Part) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    var found: [String] = []
    for part in parts {
      do throws(CommandFailure) {
        try run(part)
      } catch {
        guard case .failed(let words) = error else { throw error }
        found.append(words)
      }
    }
    guard found.isEmpty else { throw .failed(found.joined(separator: "\n")) }
  }

  /// Runs so many worlds; each that ends badly is told of at once and at the end, with the options
  /// that replay it.
  @discardableResult
  package func run(
    _ name: String, count: Int, replay: @Sendable (Simulation.Outcome) -> String,
    _ body: @escaping @Sendable (Int, inout CheckedClaims) -> Simulation.Outcome
  ) throws(CommandFailure) -> Tally {
    let started = Date()
    let next = Mutex(0)
    let tally = Mutex(Tally())
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      var memory = CheckedClaims(remembering: Self.claimsMax)
      while true {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < count, tally.withLock({ $0.failures.count < Self.violationsMax }) else {
          return
        }
        let outcome = body(index, &memory)
        tally.withLock { tally in
          tally.worlds += 1
          tally.events += outcome.eventCount
          tally.blocks += outcome.height
          tally.methods.add(outcome.methods)
          tally.snapshots.add(outcome.snapshots)
          if !outcome.complaints.isEmpty {
            tally.failures.append(outcome)
            // Whoever closes the output hears of it with the result.
            try? console.print(words(for: outcome, of: name, replay: replay) + "\n")
          }
          showProgress(of: name, count, after: Date().timeIntervalSince(started), &tally)
        }
      }
    }
    let result = tally.withLock { $0 }
    let seconds = String(format: "%.1f", Date().timeIntervalSince(started))
    try console.print(
      "\(name): \(result.worlds) run, \(result.events) events, \(result.blocks) blocks, "
        + "\(seconds) s, \(result.failures.count) violations\n")
    guard !result.failures.isEmpty else { return result }
    throw .failed(
      result.failures.sorted { $0.seed < $1.seed }
        .map { words(for: $0, of: name, replay: replay) }.joined(separator: "\n"))
  }

  /// What a world is told of with that ended badly.
  private func words(
    for failure: Simulation.Outcome, of name: String, replay: (Simulation.Outcome) -> String
  ) -> String {
    "\(name), number \(failure.seed): \(failure.complaints.joined(separator: "; "))\n"
      + "replay it with: workbench simulate \(replay(failure)) --trace"
  }

  private func showProgress(
    of name: String, _ count: Int, after seconds: Double, _ tally: inout Tally
  ) {
    guard seconds >= tally.lastShown + Self.progressSeconds else { return }
    tally.lastShown = seconds
    let rate = String(format: "%.1f", Double(tally.worlds) / seconds)
    // Whoever closes the output hears of it with the result.
    try? console.print("  \(name): \(tally.worlds) of \(count), \(rate) a second\n")
  }
}
