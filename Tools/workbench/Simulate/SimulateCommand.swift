import Foundation
import Node
import Simulator

/// `workbench simulate`: tries to break consensus.
enum SimulateCommand {
  /// What seeds are of.
  private enum Subject {
    case engines
    case replicas
    case misled

    init(_ invocation: Invocation) {
      self =
        invocation.isSet(flag: "misled")
        ? .misled : invocation.isSet(flag: "replicas") ? .replicas : .engines
    }

    var defaultSeeds: ClosedRange<UInt64> {
      switch self {
      case .engines: 1...2_000
      case .replicas: 1...500
      case .misled: 1...100
      }
    }

    var soakSeeds: ClosedRange<UInt64> {
      switch self {
      case .engines: 1...30_000
      case .replicas: 1...10_000
      case .misled: 1...2_000
      }
    }

    func run(_ seeds: ClosedRange<UInt64>, in campaign: Campaign) throws(CommandFailure) {
      switch self {
      case .engines: try campaign.runWorlds(seeds)
      case .replicas: try campaign.runReplicas(seeds)
      case .misled: try campaign.runMisled(seeds)
      }
    }

    func outcome(seed: UInt64, isTraced: Bool) -> Simulation.Outcome {
      switch self {
      case .engines: Simulation.run(seed: seed, isTraced: isTraced)
      case .replicas: ReplicaSimulation.run(seed: seed, isTraced: isTraced)
      case .misled: ReplicaSimulation.run(seed: seed, .misled, isTraced: isTraced)
      }
    }
  }

  /// One after the other, what is run when nothing is asked for by itself.
  private enum Part {
    case worlds(Subject)
    case crashes
    case twins

    static var all: [Part] {
      [.worlds(.engines), .worlds(.replicas), .worlds(.misled), .crashes, .twins]
    }
  }

  private static var defaultTwins: UInt64 { 1_500 }
  private static var soakTwins: UInt64 { 50_000 }

  static let command = Command(
    "simulate", summary: "Try to break consensus, in worlds that are made up",
    discussion: """
      Each seed is a world: validators with their journals, a network, disks, clocks, faults and \
      adversaries, all on one thread in virtual time. Then come worlds of whole nodes, some of \
      them misled; a crash before every step of a short run; and validators that are two nodes \
      with one key, under every leader and partition of the first views. A failure names its seed \
      and the command that replays it, and the others are run all the same. Only a release build \
      is fast enough: swift run -c release workbench simulate.
      """,
    examples: [
      .init("workbench simulate --seeds 1..500", "Runs five hundred worlds, and nothing else."),
      .init("workbench simulate --seed 77 --trace", "Prints everything that happens in one."),
      .init(
        "workbench simulate --replicas --seeds 1..100",
        "Runs whole nodes with transactions and states."),
      .init("workbench simulate --scenario twins/3/1204 --trace", "Prints one attack by twins."),
      .init("workbench simulate --soak", "Runs for hours."),
    ],
    options: [
      .init([
        .value(
          "seeds", .seedRange, name: "A..B",
          summary: "Run these worlds; nothing else, unless with --soak"),
        .value("seed", .number(), name: "N", summary: "Run one world, and nothing else"),
        .value(
          "twins", .number(1...10_000_000), name: "COUNT",
          summary: "Run so many scenarios with twins; nothing else, unless with --soak"),
        .flag("crashes", summary: "Crash before every step, and nothing else"),
        .value(
          "scenario", .scenarioName, name: "NAME", summary: "Run one scenario, and nothing else"),
        .flag("trace", summary: "Print the history of that one world or scenario"),
        .flag("replicas", summary: "Take worlds of whole replicas for the seeds"),
        .flag(
          "misled",
          summary: "Take worlds in which a replica that was away is given states that are made up"),
        .flag(
          "soak",
          summary: """
            Run everything: 30,000 worlds, 10,000 of whole replicas, 2,000 misled ones, and 50,000 \
            scenarios with twins
            """),
        .value(
          "jobs", .number(1...64), name: "N", .standard("2"), summary: "How many to run at a time"),
      ]),
      PlantedBugs.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    if try PlantedBugs.run(invocation, console) { return }
    if try runOne(invocation, console) { return }
    let campaign = Campaign(jobs: Int(invocation.value("jobs", as: UInt64.self)), console: console)
    let isSoaking = invocation.isSet(flag: "soak")
    let seeds: ClosedRange<UInt64>? = invocation.optionalValue("seeds")
    let twins: UInt64? = invocation.optionalValue("twins")
    let subject = Subject(invocation)
    if !isSoaking {
      if let seeds { return try subject.run(seeds, in: campaign) }
      if let twins { return try campaign.runTwins(Int(twins)) }
      if invocation.isSet(flag: "crashes") { return try campaign.runCrashes() }
    }
    try Campaign.runAll(Part.all) { part throws(CommandFailure) in
      switch part {
      case .worlds(let all):
        let chosen = all == subject ? seeds : nil
        try all.run(chosen ?? (isSoaking ? all.soakSeeds : all.defaultSeeds), in: campaign)
      case .crashes: try campaign.runCrashes()
      case .twins: try campaign.runTwins(Int(twins ?? (isSoaking ? soakTwins : defaultTwins)))
      }
    }
  }

  /// Runs the one world or scenario that is asked for; false when it is more than one.
  private static func runOne(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandFailure) -> Bool {
    let isTraced = invocation.isSet(flag: "trace")
    if let name: ScenarioName = invocation.optionalValue("scenario") {
      try show(name.run(isTraced: isTraced), named: "\(name)", on: console)
      return true
    }
    guard let seed: UInt64 = invocation.optionalValue("seed") else { return false }
    let outcome = Subject(invocation).outcome(seed: seed, isTraced: isTraced)
    try show(outcome, named: "seed \(seed)", on: console)
    return true
  }

  private static func show(
    _ outcome: Simulation.Outcome, named name: String, on console: Console
  ) throws(CommandFailure) {
    for line in outcome.lines { try console.print(line + "\n") }
    try console.print(
      "\(name): \(outcome.eventCount) events, height \(outcome.height), "
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
