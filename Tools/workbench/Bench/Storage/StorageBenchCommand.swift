import Foundation
import Node

/// `workbench bench-storage`.
enum StorageBenchCommand {
  static let command = Command(
    "bench-storage", summary: "Time the database against LMDB itself",
    options: [
      .init([
        .value(
          "entries", .number(1_000...100_000_000), name: "N", .standard("1000000"),
          summary: "How many accounts the state has"),
        .value(
          "rounds", .number(1...1_000), name: "N", .standard("7"), summary: "How often to time"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    do {
      let entryCount = Int(invocation.value("entries", as: UInt64.self))
      // First, while nothing else has been allocated and freed.
      let treeBytes = try SpreadAccounts(count: entryCount).treeBytesPerEntry()
      let bench = try StorageBench(
        entryCount: entryCount, rounds: Int(invocation.value("rounds", as: UInt64.self)))
      try bench.load()
      try console.print(try bench.timeCommits().line + "\n")
      try console.print(try bench.timeReads().line + "\n")
      try console.print(
        try bench.timeOpening() + String(format: "   tree %.1f bytes/entry\n", treeBytes))
      for comparison in try bench.timeSnapshot() { try console.print(comparison.line + "\n") }
    } catch {
      throw .failed("the database cannot be timed: \(error)")
    }
  }
}
