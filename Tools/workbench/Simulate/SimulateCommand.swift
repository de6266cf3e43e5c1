import Foundation
import Node
import Simulator

/// `workbench simulate`: tries to break consensus.
enum SimulateCommand {
  private static var defaultSeeds: ClosedRange<UInt64> { 1...2_000 }
  private static var soakSeeds: ClosedRange<UInt64> { 1...30_000 }
  private static var defaultReplicaSeeds: ClosedRange<UInt64> { 1...500 }
  private static var soakReplicaSeeds: ClosedRange<UInt64> { 1...10_000 }

  static let command = Command(
    "simulate", summary: "Try to break consensus, in worlds that are made up",
    discussion: """
      Each seed is a world: validators with their journals, a network, disks, clocks, faults and \
      adversaries, all on one thread in virtual time. Then come a crash before every step of a \
      short run, and validators that are two nodes with one key. A failure names its seed and the \
      command that replays it. Only a release build is fast enough: \
      swift run -c release workbench simulate.
      """,
    examples: [
      .init("workbench simulate --seeds 1..500", "Runs five hundred worlds, and nothing else."),
      .init("workbench simulate --seed 77 --trace", "Prints everything that happens in one."),
      .init(
        "workbench simulate --replicas --seeds 1..100",
        "Runs whole nodes with transactions and states."),
      .init("workbench simulate --soak", "Runs for hours."),
    ],
    options: [
      .init([
        .value("seeds", .seedRange, name: "A..B", summary: "Run these worlds, and nothing else"),
        .value("seed", .number(), name: "N", summary: "Run one world, and nothing else"),
        .flag("trace", summary: "Print the history of that one world"),
        .value(
          "twins", .number(1...10_000_000), name: "COUNT",
          summary: "Run so many scenarios with twins, and nothing else"),
        .flag("replicas", summary: "Take worlds of whole replicas for the seeds"),
        .flag("soak", summary: "Run 30,000 worlds and every scenario with twins"),
        .value(
          "jobs", .number(1...64), name: "N", .standard("2"), summary: "How many to run at a time"),
      ]),
      PlantedBugs.options,
      PlantedReplicas.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let campaign = Campaign(jobs: Int(invocation.value("jobs", as: UInt64.self)), console: console)
    if try PlantedBugs.run(invocation, console) { return }
    if try PlantedReplicas.run(invocation, console) { return }
    let hasReplicas = invocation.isSet(flag: "replicas")
    if let seed: UInt64 = invocation.optionalValue("seed") {
      let isTraced = invocation.isSet(flag: "trace")
      let outcome =
        hasReplicas
        ? ReplicaSimulation.run(seed: seed, isTraced: isTraced)
        : Simulation.run(seed: seed, isTraced: isTraced)
      return try show(outcome, on: console)
    }
    if let seeds: ClosedRange<UInt64> = invocation.optionalValue("seeds") {
      return try hasReplicas ? campaign.runReplicas(seeds) : campaign.runWorlds(seeds)
    }
    if let count: UInt64 = invocation.optionalValue("twins") {
      return try campaign.runTwins(views: 4, count: Int(count))
    }
    let isSoaking = invocation.isSet(flag: "soak")
    try campaign.runWorlds(isSoaking ? soakSeeds : defaultSeeds)
    try campaign.runReplicas(isSoaking ? soakReplicaSeeds : defaultReplicaSeeds)
    try campaign.runCrashes()
    try campaign.runTwins(views: isSoaking ? 4 : 2, count: isSoaking ? .max : 400)
  }

  private static func show(
    _ outcome: Simulation.Outcome, on console: Console
  ) throws(CommandFailure) {
    for line in outcome.lines { try console.print(line + "\n") }
    try console.print(
      "seed \(outcome.seed): \(outcome.eventCount) events, height \(outcome.height), "
        + "\(outcome.virtualMilliseconds) ms, trace \(outcome.trace)\n")
    guard outcome.complaints.isEmpty else {
      throw .failed(outcome.complaints.joined(separator: "\n"))
    }
  }
}

extension Command.ValueType {
  /// Two numbers with two dots between them; read as a `ClosedRange<UInt64>`.
  fileprivate static let seedRange = Self(allowed: "two numbers such as 1..500") {
    text throws(Command.ValueRefusal) in
    let parts = text.split(separator: "..", omittingEmptySubsequences: false).map { UInt64($0) }
    guard parts.count == 2, let first = parts[0], let last = parts[1], first <= last else {
      throw Command.ValueRefusal()
    }
    return first...last
  }
}
