import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

/// At the limits that nodes run with; hashing so much takes too long in debug builds.
@Suite("A full mempool", .enabled(if: !_isDebugAssertConfiguration() || Seeds.isSoaking))
struct FullMempoolTests {
  private static let terms = Mempool.Terms(blockGasLimit: Gas(600_000_000))
  private static let rich = SenderAccount(nonce: 0, balance: Wei(stos: 1_000))

  private let limits = MempoolLimits()
  private var pool = Mempool()
  private var senders = 0

  /// One of the largest transactions there are.
  private func large(from wallet: inout Wallet, tip: UInt64) throws -> Recovered<Transaction> {
    try wallet.sign(
      to: wallet.address, data: [UInt8](repeating: 0, count: 130_000), maxFee: Wei(gwei: 100),
      tip: Wei(gwei: tip))
  }

  /// Whether it was let in.
  private mutating func admit(
    _ transaction: Recovered<Transaction>, from peer: Address? = nil
  ) -> Bool {
    defer { #expect(pool.sizeBytes <= limits.sizeBytesMax) }
    return
      (try? pool.admit(
        transaction, of: Self.rich, from: peer, under: Self.terms, at: 0)) != nil
  }

  /// A new sender's transactions until one is refused; how many were let in.
  private mutating func fill(tip: UInt64, from peer: Address? = nil) throws -> Int {
    senders += 1
    var wallet = try Wallet(seed: UInt64(senders))
    var count = 0
    while admit(try large(from: &wallet, tip: tip), from: peer) { count += 1 }
    return count
  }

  @Test mutating func `holds 64 MiB and no more, 1 MiB of a sender`() throws {
    #expect(limits.sizeBytesMax == 64 * 1024 * 1024)
    var counts: [Int] = []
    while counts.last != 0 { counts.append(try fill(tip: 1)) }
    let transaction = 130_200
    #expect(counts.allSatisfy { $0 * transaction <= 1024 * 1024 + 8 * 200 })
    // As full as it gets without throwing anybody out.
    #expect(pool.sizeBytes > limits.sizeBytesMax - transaction)
    #expect(pool.count == counts.reduce(0, +))
    let (full, size) = (pool.count, pool.sizeBytes)
    // Who pays more takes the place of one who pays less, and the sum stays.
    #expect(try fill(tip: 2) == 8)
    #expect(pool.count == full)
    #expect(abs(pool.sizeBytes - size) < 8 * 200)
    #expect(try fill(tip: 1) == 0)
  }

  @Test mutating func `holds 16 MiB of one peer, and more of the next`() throws {
    let peers = (1...2).map { Address(protocol: UInt16(0x5100 + $0)) }
    while try fill(tip: 1, from: peers[0]) > 0 {}
    #expect(pool.sizeBytes <= limits.sizeBytesPerPeerMax)
    #expect(pool.sizeBytes > limits.sizeBytesPerPeerMax - 130_200)
    #expect(try fill(tip: 1, from: peers[1]) == 8)
    #expect(try fill(tip: 9, from: peers[0]) == 0)
  }
}
