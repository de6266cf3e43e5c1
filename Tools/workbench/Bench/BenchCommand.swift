import Foundation
import Node

/// `workbench bench`: a line for each operation, comparable between machines.
enum BenchCommand {
  static let command = Command(
    "bench", summary: "Time the operations everything else is made of",
    discussion: """
      Each line names an operation and its size, how often a second it can be done, and how many \
      of it fit into one recovery of a public key by libsecp256k1, which is timed in turn with \
      it. Compare the ratios; the absolute figures move with the machine. Only a release build \
      means anything: swift run -c release workbench bench.
      """,
    examples: [
      .init("workbench bench", "Times everything."),
      .init("workbench bench --only keccak", "Times what begins with keccak."),
    ],
    options: [
      .init([
        .value(
          "rounds", .number(15...10_000), name: "N", .standard("60"),
          summary: "How many blocks to time; the best one counts"),
        .value(
          "only", .text, name: "PREFIX", .standard(""),
          summary: "Time only operations whose name begins so"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let run = BenchmarkRun(rounds: Int(invocation.value("rounds", as: UInt64.self)))
    let prefix: String = invocation.value("only")
    let suite: [Benchmark]
    do {
      suite = try benchmarkSuite(prefix)
    } catch {
      throw .failed("the benchmarks cannot be prepared: \(error)")
    }
    for benchmark in suite {
      try console.print(line(run.measure(benchmark)) + "\n")
    }
  }

  private static func line(_ measurement: Measurement) -> String {
    let name = measurement.benchmark.name.padding(toLength: 32, withPad: " ", startingAt: 0)
    return name
      + String(
        format: " size=%-6d %12.0f ops/s   recovery/op %8.2f   (recovery %.1f µs)",
        measurement.benchmark.size, 1 / measurement.seconds, measurement.ratio,
        measurement.calibrationSeconds * 1e6)
  }
}
