import Node

/// `workbench bench-reads`.
enum ReadBenchCommand {
  static let command = Command(
    "bench-reads", summary: "Time what wallets ask most, against nginx answering a constant",
    discussion: """
      wrk asks this process and nginx in turn, 32 connections at a time, on the same machine; \
      nginx answers with a text as long as the node's. A line has the middle one of the ratios.
      """,
    options: [
      .init([
        .value(
          "genesis", .path, name: "FILE", .standard("Genesis/devnet.json"),
          summary: "The genesis file to add the accounts to"),
        .value(
          "accounts", .number(1...1_000_000), name: "N", .standard("1000000"),
          summary: "How many accounts the state has"),
        .value("rounds", .number(1...99), name: "N", .standard("3"), summary: "How often to ask"),
        .value(
          "seconds", .number(1...600), name: "N", .standard("4"), summary: "How long each time"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    do {
      let bench = try ReadBench(
        accountCount: Int(invocation.value("accounts", as: UInt64.self)),
        genesis: invocation.value("genesis"))
      for question in ReadBench.questions {
        let line = try bench.compare(
          question, rounds: Int(invocation.value("rounds", as: UInt64.self)),
          seconds: Int(invocation.value("seconds", as: UInt64.self)))
        try console.print(line + "\n")
      }
      bench.stop()
    } catch {
      throw .failed("reading cannot be timed: \(error)")
    }
  }
}
