import Chain
import Codec
import Cryptography
import Foundation
import Glibc
import RPC
import Storage
import TestSupport

/// How soon a transaction that is sent at a random time has a receipt, beside how long the disk
/// takes for a write, and with and without those whose time was stolen from the machine.
struct ReceiptBench {
  /// Asking more often would take the processors from the nodes that are timed.
  private static let pollMicroseconds: UInt32 = 500

  private let network: BenchedNetwork
  private var latencies: [Double] = []
  /// Of those transactions during which no tick was stolen; slow ones are seldom among them,
  /// whatever made them slow.
  private var undisturbed: [Double] = []
  private var syncs: [Double] = []

  init(_ network: BenchedNetwork) {
    self.network = network
  }

  /// Sends transactions to the first node; before each, and before each write that is synced, it
  /// waits for a random time within a bound.
  mutating func run(count: Int, withinMilliseconds bound: UInt64) throws {
    let file = try OpenFile(network.folder.path("synced"), for: .creatingPrivate)
    let (clock, node) = (ContinuousClock(), network.nodes[0])
    var random = SplitMix64(seed: 5)
    let recipient = Address(FixedBytes(storage: InlineArray(repeating: 0x5A)))
    try Self.sync(file, size: 1 << 20)
    // A disk that has rested takes longer, for a node and for the write that is synced here.
    func pause() -> UInt32 { UInt32(random.next() % (bound * 1_000)) }
    for _ in 0..<count {
      usleep(pause())
      let transaction = try network.wallets[0]
        .sign(to: recipient, value: Wei(1), gasLimit: 21_000).message
      let stolenBefore = try StolenTime.milliseconds()
      let start = clock.now
      let hash = try node.call(
        "eth_sendRawTransaction", .string(Hex.encode(transaction.raw.span, prefix: true)))
      while try node.call("eth_getTransactionReceipt", hash) == nil {
        usleep(Self.pollMicroseconds)
      }
      let latency = (clock.now - start) / .milliseconds(1)
      latencies.append(latency)
      StolenTime.settle()
      if try StolenTime.milliseconds() == stolenBefore { undisturbed.append(latency) }
      usleep(pause())
      let begun = clock.now
      try Self.sync(file, size: 4 << 10)
      syncs.append((clock.now - begun) / .milliseconds(1))
    }
    latencies.sort()
    undisturbed.sort()
    syncs.sort()
  }

  /// The median against a time and two syncs, and the slow ones against a time of their own.
  ///
  /// First of all transactions, then of those that were left alone. Slow syncs tell of others at
  /// the same disk.
  func lines(medianMilliseconds: Double, slowMilliseconds: Double) -> String {
    let sync = Self.share(50, of: syncs)
    let bound = medianMilliseconds + 2 * sync
    func line(_ latencies: [Double]) -> String {
      let (median, slow) = (Self.share(50, of: latencies), Self.share(99, of: latencies))
      return String(
        format: "50%% %.2f ms %@   90%% %.2f ms   99%% %.2f ms %@", median,
        median <= bound ? "kept" : "MISSED", Self.share(90, of: latencies), slow,
        slow <= slowMilliseconds ? "kept" : "MISSED")
    }
    let limits = String(
      format: "at most %.2f ms (%.0f ms and two syncs of %.2f ms, of which 99%% %.2f ms) "
        + "and %.0f ms", bound, medianMilliseconds, sync, Self.share(99, of: syncs),
      slowMilliseconds)
    let calm = undisturbed.isEmpty ? "" : ": \(line(undisturbed))"
    return """
      receipt  \(line(latencies))   of \(limits)
      receipt  less than \(StolenTime.tickMilliseconds) ms were stolen from \(undisturbed.count) \
      of \(latencies.count)\(calm)

      """
  }

  /// What so many of a hundred are at most, of some that are sorted.
  private static func share(_ percent: Int, of sorted: [Double]) -> Double {
    sorted[sorted.count * percent / 100]
  }

  private static func sync(_ file: borrowing OpenFile, size: Int) throws {
    try file.withDescriptor { file throws(SystemError) in
      guard lseek(file.number, 0, SEEK_SET) == 0 else { throw .last }
      try file.write([UInt8](repeating: 7, count: size))
      guard fdatasync(file.number) == 0 else { throw .last }
    }
  }
}
