import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport

/// A pool in which a hundred thousand transfers wait, each of another sender.
struct MempoolBenchmarks {
  static let prefix = "mempool"

  private static let waitingCount = 100_000
  private static let selectedCount = 10_000

  private let crowd: Crowd

  init() throws {
    crowd = try Crowd(waiting: Self.waitingCount, newcomers: Self.selectedCount)
  }

  var benchmarks: [Benchmark] {
    [
      // What was let in is dropped again before the next round, so that as many wait in each.
      Benchmark("mempool.admit", size: Self.waitingCount, prepare: crowd.dropNewcomers) { times in
        crowd.admit(times)
      },
      // Blocks have executed as many; the same ones wait again before the next round.
      Benchmark("mempool.update", size: Self.waitingCount, prepare: crowd.letWait) { times in
        crowd.execute(times)
      },
      Benchmark("mempool.select", size: Self.selectedCount, prepare: crowd.dropNewcomers) { times in
        for _ in 0..<times { crowd.select(Self.selectedCount) }
      },
    ]
  }
}

/// A pool and some who come and go.
private final class Crowd {
  private static let terms = Mempool.Terms(blockGasLimit: Gas(600_000_000))
  private static let before = SenderAccount(nonce: 0, balance: Wei(stos: 100))
  private static let after = SenderAccount(nonce: 1, balance: Wei(stos: 100))

  private let waitingCount: Int
  private var pool = Mempool()
  private let newcomers: [Recovered<Transaction>]
  /// Which of the newcomers are in the pool: so many from a place on, around the end.
  private var first = 0
  private var inside = 0

  init(waiting: Int, newcomers count: Int) throws {
    waitingCount = waiting
    var newcomers: [Recovered<Transaction>] = []
    var random = SplitMix64(seed: 1)
    for index in 0..<(waiting + count) {
      var wallet = try Wallet(seed: UInt64(index))
      let tip = Wei(UInt128(random.number(in: 1...1_000_000_000)))
      let transfer = try wallet.sign(to: random.address(), gasLimit: 21_000, tip: tip)
      if index < waiting {
        try pool.admit(transfer, of: Self.before, under: Self.terms, at: UInt64(index))
      } else {
        newcomers.append(transfer)
      }
    }
    self.newcomers = newcomers
  }

  private func newcomer(_ place: Int) -> Recovered<Transaction> {
    newcomers[(first + place) % newcomers.count]
  }

  func dropNewcomers(_: Int) {
    execute(inside)
  }

  /// Lets at least so many of them wait.
  func letWait(_ count: Int) {
    admit(max(0, count - inside))
  }

  func admit(_ count: Int) {
    for place in inside..<inside + count {
      do {
        try pool.admit(newcomer(place), of: Self.before, under: Self.terms, at: 0)
      } catch {
        preconditionFailure("everybody is let in: \(error)")
      }
    }
    inside += count
    precondition(pool.count == waitingCount + inside, "each of them waits")
  }

  /// Takes in that the first ones have been executed.
  func execute(_ count: Int) {
    for place in 0..<count { pool.update(Self.after, of: newcomer(place).signer) }
    first = (first + count) % newcomers.count
    inside -= count
    precondition(pool.count == waitingCount + inside, "the others wait on")
  }

  func select(_ count: Int) {
    let room = Mempool.Room(
      baseFee: Wei(gwei: 1), gas: Gas(600_000_000), sizeBytes: 4 << 20, count: count)
    precondition(pool.selection(for: room, after: []).count == count, "there are enough")
  }
}
