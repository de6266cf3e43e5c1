import Foundation
import Node

/// `workbench bench-network`: what a network of real processes on this machine takes and gives.
enum NetworkBenchCommand {
  static let command = Command(
    "bench-network", summary: "Time transactions, load, a crash and a late joiner of a network",
    discussion: """
      Four validators run as processes on this machine. Transactions are sent at random times, two \
      a second, and timed until there is a receipt, all of them and without those during which a \
      host ran something else on this machine's processors; then many at once, with four \
      validators and with one killed. Followers fetch the chain one after the other, and their \
      rates are compared with how many signatures this machine can recover at that time. A second \
      network makes blocks as fast as it can, and one of its validators is killed, started again, \
      and timed until it votes. In a third one a follower begins from a snapshot, since nobody has \
      the first blocks any more.
      """,
    options: [
      .init([
        BenchedNetwork.genesisOption,
        .value(
          "transactions", .number(1...100_000), name: "N", .standard("200"),
          summary: "How many transactions to time"),
        .value(
          "load", .number(1...1_000_000), name: "N", .standard("40000"),
          summary: "How many transactions to send at once, with four validators and with three"),
        .value(
          "history", .number(0...10_000_000), name: "N", .standard("10000"),
          summary: "How many blocks there are when one is killed; 0 leaves this out"),
        .value(
          "accounts", .number(0...1_000_000), name: "N", .standard("1000000"),
          summary: "How many accounts the snapshot has; 0 leaves this out"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let genesis: String = invocation.value("genesis")
    do {
      let network = try BenchedNetwork(
        genesis: genesis, intervalsMilliseconds: (50, 1_000), validatorCount: 4,
        followerCount: SyncBench.rounds)
      var bench = ReceiptBench(network)
      try bench.run(
        count: Int(invocation.value("transactions", as: UInt64.self)), withinMilliseconds: 500)
      try console.print(bench.lines(medianMilliseconds: 10, slowMilliseconds: 75))
      let count = Int(invocation.value("load", as: UInt64.self))
      var load = TransferLoad(network)
      let four = try load.run(count: count)
      try console.print(String(format: "load     four validators   %.0f transfers/s\n", four))
      network.nodes[3].kill()
      let three = try load.run(count: count)
      try console.print(
        String(
          format: "load     three of four     %.0f transfers/s   %.0f %% of four\n", three,
          100 * three / four))
      try console.print(try SyncBench(network, transfers: 2 * count).line())
      network.stop()
      let history: UInt64 = invocation.value("history")
      if history > 0 {
        try console.print(try ReturnBench(genesis: genesis, blockCount: history).line())
      }
      let accounts: UInt64 = invocation.value("accounts")
      if accounts > 0 {
        try console.print(try SnapshotBench(genesis: genesis, accountCount: Int(accounts)).line())
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw .failed("the network cannot be timed: \(error)")
    }
  }
}
