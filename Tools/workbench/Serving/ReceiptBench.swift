import Chain
import Codec
import Cryptography
import Foundation
import Glibc
import RPC
import Storage
import TestSupport

/// How soon a transaction that is sent at a random time has a receipt, beside how long the disk
/// takes for a write.
struct ReceiptBench {
  /// Asking more often would take the processors from the nodes that are timed.
  private static let pollMicroseconds: UInt32 = 500

  private let network: BenchedNetwork
  private var latencies: [Double] = []
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
      let start = clock.now
      let hash = try node.call(
        "eth_sendRawTransaction", .string(Hex.encode(transaction.raw.span, prefix: true)))
      while try node.call("eth_getTransactionReceipt", hash) == nil {
        usleep(Self.pollMicroseconds)
      }
      latencies.append((clock.now - start) / .milliseconds(1))
      usleep(pause())
      let begun = clock.now
      try Self.sync(file, size: 4 << 10)
      syncs.append((clock.now - begun) / .milliseconds(1))
    }
    latencies.sort()
    syncs.sort()
  }

  /// The median against a time and two syncs; slow syncs tell of others at the same disk.
  func line(medianMilliseconds: Double) -> String {
    let sync = syncs[syncs.count / 2]
    let (median, bound) = (latencies[latencies.count / 2], medianMilliseconds + 2 * sync)
    return String(
      format: "receipt  50%% %.2f ms of at most %.2f ms (%.0f ms and two syncs of %.2f ms)  %@   "
        + "90%% %.2f ms  99%% %.2f ms  (of syncs 99%% %.2f ms)\n", median, bound,
      medianMilliseconds, sync, median <= bound ? "kept" : "MISSED",
      latencies[latencies.count * 9 / 10], latencies[latencies.count * 99 / 100],
      syncs[syncs.count * 99 / 100])
  }

  private static func sync(_ file: borrowing OpenFile, size: Int) throws {
    try file.withDescriptor { file throws(SystemError) in
      guard lseek(file.number, 0, SEEK_SET) == 0 else { throw .last }
      try file.write([UInt8](repeating: 7, count: size))
      guard fdatasync(file.number) == 0 else { throw .last }
    }
  }
}
