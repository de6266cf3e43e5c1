import Chain
import Codec
import Cryptography
import Foundation
import Glibc
import Node
import RPC
import Storage
import TestSupport

/// `workbench bench-node`: how soon a transaction is in a block, and what a node takes that has
/// nothing to do.
enum NodeBenchCommand {
  static let command = Command(
    "bench-node", summary: "Time transactions from sending to receipt, and measure an idle node",
    discussion: """
      The program beside this one runs a chain by itself. Transactions are sent at random times, \
      and in between a write to the same disk is synced and timed. Then the node idles, first as \
      networks do, then with blocks every five milliseconds.
      """,
    options: [
      .init([
        .value(
          "genesis", .path, name: "FILE", .standard("Genesis/devnet.json"),
          summary: "The genesis file of the chain"),
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
      let node = try BenchedNode(genesis: genesis, intervalsMilliseconds: (50, 1_000))
      let count = Int(invocation.value("transactions", as: UInt64.self))
      if count > 0 { try console.print(try latency(of: node, count: count)) }
      try console.print(try idling(node, seconds: 20))
      node.stop()
      let fast = try BenchedNode(genesis: genesis, intervalsMilliseconds: (5, 5))
      try memory(of: fast, blocks: invocation.value("blocks"), on: console)
      fast.stop()
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw .failed("the node cannot be timed: \(error)")
    }
  }

  private static let pollMicroseconds: UInt32 = 200

  private static func latency(of node: BenchedNode, count: Int) throws -> String {
    let file = try OpenFile(node.folder.path("synced"), for: .creatingPrivate)
    let clock = ContinuousClock()
    var random = SplitMix64(seed: 5)
    var (latencies, syncs): ([Double], [Double]) = ([], [])
    let recipient = Address(FixedBytes(storage: InlineArray(repeating: 0x5A)))
    try sync(file, size: 1 << 20)
    // A disk that has rested takes longer, for a node and for the write that is synced here.
    func pause() -> UInt32 { UInt32(random.next() % 300_000) }
    for _ in 0..<count {
      usleep(pause())
      let transaction = try node.wallet.sign(to: recipient, value: Wei(1), gasLimit: 21_000).message
      let start = clock.now
      let hash = try node.call(
        "eth_sendRawTransaction", .string(Hex.encode(transaction.raw.span, prefix: true)))
      while try node.call("eth_getTransactionReceipt", hash) == nil { usleep(pollMicroseconds) }
      latencies.append((clock.now - start) / .milliseconds(1))
      usleep(pause())
      let begun = clock.now
      try sync(file, size: 4 << 10)
      syncs.append((clock.now - begun) / .milliseconds(1))
    }
    latencies.sort()
    syncs.sort()
    let (median, bound) = (latencies[count / 2], 5 + 2 * syncs[count / 2])
    return String(
      format: "receipt  50%% %.2f ms of at most %.2f ms (5 ms and two syncs of %.2f ms)  %@   "
        + "90%% %.2f ms  99%% %.2f ms\n", median, bound, syncs[count / 2],
      median <= bound ? "kept" : "MISSED", latencies[count * 9 / 10], latencies[count * 99 / 100])
  }

  private static func sync(_ file: borrowing OpenFile, size: Int) throws {
    try file.withDescriptor { file throws(SystemError) in
      guard lseek(file.number, 0, SEEK_SET) == 0 else { throw .last }
      try file.write([UInt8](repeating: 7, count: size))
      guard fdatasync(file.number) == 0 else { throw .last }
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
