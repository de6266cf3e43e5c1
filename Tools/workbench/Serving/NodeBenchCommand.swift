import Foundation
import Glibc
import Node

/// `workbench bench-node`: how soon a transaction is in a block, and what a node takes that has
/// nothing to do.
enum NodeBenchCommand {
  static let command = Command(
    "bench-node", summary: "Time transactions from sending to receipt, and measure an idle node",
    discussion: """
      The program beside this one runs a chain by itself. Transactions are sent at random times \
      and timed, all of them and without those during which a host ran something else on this \
      machine's processors, and in between a write to the same disk is synced and timed. Then the \
      node idles, first as networks do, then with blocks every five milliseconds.
      """,
    options: [
      .init([
        BenchedNetwork.genesisOption,
        .value(
          "transactions", .number(0...100_000), name: "N", .standard("300"),
          summary: "How many transactions to send"),
        .value(
          "blocks", .number(0...10_000_000), name: "N", .standard("2000"),
          summary: "How many blocks to let go by every five milliseconds"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    do {
      let genesis: String = invocation.value("genesis")
      let network = try BenchedNetwork(genesis: genesis, intervalsMilliseconds: (50, 1_000))
      let count = Int(invocation.value("transactions", as: UInt64.self))
      if count > 0 {
        var bench = ReceiptBench(network)
        try bench.run(count: count, withinMilliseconds: 300)
        try console.print(bench.lines(medianMilliseconds: 5, slowMilliseconds: 75))
      }
      try console.print(try idling(network.nodes[0], seconds: 20))
      network.stop()
      let fast = try BenchedNetwork(genesis: genesis, intervalsMilliseconds: (5, 5))
      try memory(of: fast.nodes[0], blocks: invocation.value("blocks"), on: console)
      fast.stop()
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw .failed("the node cannot be timed: \(error)")
    }
  }

  private static func idling(_ node: BenchedNode, seconds: UInt32) throws -> String {
    let before = try node.processorSeconds()
    sleep(seconds)
    let share = (try node.processorSeconds() - before) / Double(seconds)
    return String(format: "idle     %.2f %% of a core\n", 100 * share)
  }

  /// Memory at eleven points of the way.
  private static func memory(
    of node: BenchedNode, blocks: UInt64, on console: Console
  ) throws {
    for point in 0...10 {
      while try node.number("eth_blockNumber") < blocks * UInt64(point) / 10 { usleep(100_000) }
      let height = try node.number("eth_blockNumber")
      let (own, files) = try node.memoryBytes()
      try console.print(
        String(
          format: "memory   %8d blocks  %6.1f MiB of its own  %6.1f MiB of files\n", Int(height),
          Double(own) / Double(1 << 20), Double(files) / Double(1 << 20)))
    }
  }
}
