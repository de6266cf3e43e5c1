import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport

/// A pool in which a hundred thousand transfers wait.
struct MempoolBenchmarks {
  static let prefix = "mempool"

  private static let waitingCount = 100_000
  private static let selectedCount = 10_000
  private static let terms = Mempool.Terms(blockGasLimit: Gas(600_000_000))
  private static let account = SenderAccount(nonce: 0, balance: Wei(stos: 100))

  private let full: Mempool
  /// What is not in the pool yet.
  private let newcomers: [Recovered<Transaction>]

  init() throws {
    var pool = Mempool()
    var newcomers: [Recovered<Transaction>] = []
    var random = SplitMix64(seed: 1)
    for index in 0..<(Self.waitingCount + Self.selectedCount) {
      var wallet = try Wallet(seed: UInt64(index))
      let tip = Wei(UInt128(random.number(in: 1...1_000_000_000)))
      let transfer = try wallet.sign(to: random.address(), gasLimit: 21_000, tip: tip)
      if index < Self.waitingCount {
        try pool.admit(transfer, of: Self.account, under: Self.terms, at: UInt64(index))
      } else {
        newcomers.append(transfer)
      }
    }
    full = pool
    self.newcomers = newcomers
  }

  var benchmarks: [Benchmark] {
    [
      Benchmark("mempool.admit", size: Self.waitingCount) { times in
        var left = times
        while left > 0 {
          var pool = full
          for transfer in newcomers.prefix(left) {
            try? pool.admit(transfer, of: Self.account, under: Self.terms, at: 0)
          }
          precondition(pool.count == full.count + min(left, newcomers.count), "all are admitted")
          left -= min(left, newcomers.count)
        }
      },
      Benchmark("mempool.select", size: Self.selectedCount) { times in
        for _ in 0..<times {
          let room = Mempool.Room(
            baseFee: Wei(gwei: 1), gas: Gas(600_000_000), sizeBytes: 4 << 20,
            count: Self.selectedCount)
          let chosen = full.selection(for: room, after: [])
          precondition(chosen.count == Self.selectedCount, "there are enough to choose from")
        }
      },
    ]
  }
}
