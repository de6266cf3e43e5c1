import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("The mempool")
struct MempoolTests {
  static let terms = Mempool.Terms(blockGasLimit: Gas(600_000_000))
  static let rich = SenderAccount(nonce: 0, balance: Wei(stos: 1_000))
  static let room = Mempool.Room(
    baseFee: Wei(gwei: 1), gas: Gas(600_000_000), sizeBytes: 4 * 1024 * 1024)

  var alice: Wallet
  var bob: Wallet
  var pool = Mempool()

  init() throws {
    alice = try Wallet(seed: 1)
    bob = try Wallet(seed: 2)
  }

  private mutating func admit(
    _ transaction: Recovered<Transaction>, _ account: SenderAccount = rich, at time: UInt64 = 0,
    from peer: Address? = nil
  ) -> MempoolRefusal? {
    do throws(MempoolRefusal) {
      try pool.admit(transaction, of: account, from: peer, under: Self.terms, at: time)
      return nil
    } catch {
      return error
    }
  }

  private func nonces(_ transactions: [Recovered<Transaction>]) -> [UInt64] {
    transactions.map(\.message.nonce)
  }

  @Test mutating func `takes a transaction once`() throws {
    let transaction = try alice.sign(to: bob.address)
    #expect(admit(transaction) == nil)
    #expect(admit(transaction) == .alreadyKnown(transaction.message.hash))
    #expect(pool.count == 1)
    #expect(pool[transaction.message.hash]?.transaction.signer == alice.address)
    #expect(pool.pendingNonce(of: alice.address) == 1)
    #expect(pool.pendingNonce(of: bob.address) == nil)
  }

  @Test mutating func `refuses nonces that were used and that lie far ahead`() throws {
    alice.nonce = 4
    let old = try alice.sign(to: bob.address)
    let account = SenderAccount(nonce: 5, balance: Wei(stos: 1))
    #expect(admit(old, account) == .nonceTooLow(nonce: 4, next: 5))
    alice.nonce = 5 + 1_024
    let far = try alice.sign(to: bob.address)
    #expect(admit(far, account) == .nonceTooHigh(nonce: 1_029, limit: 1_028))
    alice.nonce = .max - 1
    #expect(admit(try alice.sign(to: bob.address), account) != nil)
    #expect(pool.count == 0)
  }

  @Test mutating func `holds back what follows a gap until it is filled`() throws {
    let first = try alice.sign(to: bob.address)
    let second = try alice.sign(to: bob.address)
    let third = try alice.sign(to: bob.address)
    #expect(admit(third) == nil)
    #expect(admit(first) == nil)
    #expect(pool.pendingNonce(of: alice.address) == 1)
    #expect(nonces(pool.selection(for: Self.room, after: [])) == [0])
    #expect(admit(second) == nil)
    #expect(pool.pendingNonce(of: alice.address) == 3)
    #expect(nonces(pool.selection(for: Self.room, after: [])) == [0, 1, 2])
  }

  @Test mutating func `replaces for a tenth more in fee and in tip`() throws {
    let old = try alice.sign(to: bob.address, maxFee: Wei(gwei: 10), tip: Wei(gwei: 2))
    #expect(admit(old) == nil)
    let refusal = MempoolRefusal.replacementUnderpriced(
      maxFee: Wei(gwei: 11), tip: Wei(2_200_000_000))
    alice.nonce = 0
    let same = try alice.sign(to: alice.address, maxFee: Wei(gwei: 10), tip: Wei(gwei: 2))
    #expect(admit(same) == refusal)
    alice.nonce = 0
    let onlyFee = try alice.sign(to: alice.address, maxFee: Wei(gwei: 20), tip: Wei(gwei: 2))
    #expect(admit(onlyFee) == refusal)
    alice.nonce = 0
    let better = try alice.sign(
      to: alice.address, maxFee: Wei(gwei: 11), tip: Wei(2_200_000_000))
    #expect(admit(better) == nil)
    #expect(pool.count == 1)
    #expect(!pool.contains(old.message.hash))
    #expect(pool.contains(better.message.hash))
  }

  @Test mutating func `lets a sender queue no more than it can pay`() throws {
    // Each takes at most 1 STOS and a fee of 0.01.
    let account = SenderAccount(nonce: 0, balance: Wei(stos: 2))
    #expect(admit(try alice.sign(to: bob.address, value: Wei(stos: 1)), account) == nil)
    let second = try alice.sign(to: bob.address, value: Wei(stos: 1))
    let cost = second.message.maxCost.units
    #expect(
      admit(second, account)
        == .insufficientFunds(balance: Wei(stos: 2), needed: Wei(2 * cost)))
    #expect(pool.count == 1)
  }

  @Test mutating func `counts wei that the face of STOS moves`() throws {
    let data =
      Keccak256.hash("transfer(address,uint256)").bytes.array[..<4]
      + ABI.encode(bob.address, UInt256(Wei(stos: 5).units))
    let transaction = try alice.sign(to: .stos, data: Array(data))
    let account = SenderAccount(nonce: 0, balance: Wei(stos: 5))
    #expect(admit(transaction, account) != nil)
    #expect(admit(transaction, SenderAccount(nonce: 0, balance: Wei(stos: 6))) == nil)
  }

  @Test mutating func `refuses what no block could hold`() throws {
    let cheap = try alice.sign(to: bob.address, maxFee: Wei(gwei: 1), tip: Wei(gwei: 1))
    let terms = Mempool.Terms(feeFloor: Wei(gwei: 2), blockGasLimit: Gas(20_000))
    #expect(throws: MempoolRefusal.gasLimit(limit: Gas(21_000), block: Gas(20_000))) {
      try pool.admit(cheap, of: Self.rich, under: terms, at: 0)
    }
    let dear = Mempool.Terms(feeFloor: Wei(gwei: 2), blockGasLimit: Gas(21_000))
    #expect(throws: MempoolRefusal.underpriced(maxFee: Wei(gwei: 1), floor: Wei(gwei: 2))) {
      try pool.admit(cheap, of: Self.rich, under: dear, at: 0)
    }
    let short = try alice.sign(to: bob.address, gasLimit: 20_999)
    #expect(admit(short) == .gasTooLow(limit: Gas(20_999), price: Gas(21_000)))
  }

  @Test mutating func `orders by tip, and senders of the same tip in turns`() throws {
    var transactions: [Recovered<Transaction>] = []
    for _ in 0..<3 { transactions.append(try alice.sign(to: bob.address, tip: Wei(gwei: 1))) }
    for _ in 0..<2 { transactions.append(try bob.sign(to: bob.address, tip: Wei(gwei: 1))) }
    var carol = try Wallet(seed: 3)
    transactions.append(try carol.sign(to: bob.address, tip: Wei(gwei: 2)))
    for transaction in transactions { #expect(admit(transaction) == nil) }
    let (a, b) = (alice.address, bob.address)
    #expect(
      pool.selection(for: Self.room, after: []).map(\.signer)
        == [carol.address, a, b, a, b, a])
  }

  @Test mutating func `ranks a tip by what the base fee leaves of it`() throws {
    let boast = try alice.sign(to: bob.address, maxFee: Wei(gwei: 6), tip: Wei(gwei: 6))
    let honest = try bob.sign(to: bob.address, maxFee: Wei(gwei: 10), tip: Wei(gwei: 2))
    var carol = try Wallet(seed: 3)
    let poor = try carol.sign(to: bob.address, maxFee: Wei(gwei: 4), tip: Wei(gwei: 4))
    for transaction in [boast, honest, poor] { #expect(admit(transaction) == nil) }
    var room = Self.room
    #expect(
      pool.selection(for: room, after: []).map(\.signer)
        == [alice.address, carol.address, bob.address])
    room = Mempool.Room(baseFee: Wei(gwei: 5), gas: room.gas, sizeBytes: room.sizeBytes)
    #expect(
      pool.selection(for: room, after: []).map(\.signer) == [bob.address, alice.address])
  }

  @Test mutating func `goes on after what is ordered and not executed`() throws {
    let account = SenderAccount(nonce: 0, balance: Wei(stos: 3))
    var transactions: [Recovered<Transaction>] = []
    for value in [1, 1] {
      let next = try alice.sign(to: bob.address, value: Wei(stos: UInt64(value)))
      transactions.append(next)
      #expect(admit(next, account) == nil)
    }
    let ordered = OrderedSpending(of: transactions[..<1])
    #expect(nonces(pool.selection(for: Self.room, after: [ordered])) == [1])
    #expect(pool.hasSelection(for: Self.room, after: [ordered]))
    // Somebody else's copy of the wallet had ordered more than this node has seen.
    var twin = alice
    twin.nonce = 0
    let dear = try twin.sign(to: bob.address, value: Wei(UInt128(2_500_000_000_000_000_000)))
    let other = OrderedSpending(of: [dear])
    #expect(pool.selection(for: Self.room, after: [other]).isEmpty)
    let both = OrderedSpending(of: transactions)
    #expect(!pool.hasSelection(for: Self.room, after: [both]))
  }

  @Test mutating func `fills a block to its limits and no further`() throws {
    for _ in 0..<5 { #expect(admit(try alice.sign(to: bob.address)) == nil) }
    let size = UInt64(try alice.sign(to: bob.address).message.raw.count)
    let gas = Mempool.Room(baseFee: Wei(gwei: 1), gas: Gas(63_000), sizeBytes: 1 << 20)
    #expect(pool.selection(for: gas, after: []).count == 3)
    let bytes = Mempool.Room(
      baseFee: Wei(gwei: 1), gas: Gas(1_000_000), sizeBytes: 2 * size + size / 2)
    #expect(pool.selection(for: bytes, after: []).count == 2)
    let count = Mempool.Room(
      baseFee: Wei(gwei: 1), gas: Gas(1_000_000), sizeBytes: 1 << 20, count: 4)
    #expect(pool.selection(for: count, after: []).count == 4)
  }

  @Test mutating func `drops what was executed, and from the end what cannot be paid`() throws {
    for _ in 0..<4 {
      #expect(admit(try alice.sign(to: bob.address, value: Wei(stos: 1))) == nil)
    }
    pool.update(SenderAccount(nonce: 1, balance: Wei(stos: 900)), of: alice.address)
    #expect(pool.count == 3)
    pool.update(
      SenderAccount(nonce: 2, balance: Wei(UInt128(1_500_000_000_000_000_000))), of: alice.address)
    #expect(nonces(pool.selection(for: Self.room, after: [])) == [2])
    #expect(pool.count == 1)
    pool.update(SenderAccount(nonce: 9, balance: .zero), of: alice.address)
    #expect(pool.count == 0)
    #expect(pool.sizeBytes == 0)
  }

  @Test mutating func `drops what has waited too long, and its followers`() throws {
    #expect(admit(try alice.sign(to: bob.address), at: 0) == nil)
    #expect(admit(try alice.sign(to: bob.address), at: 1_000) == nil)
    #expect(admit(try bob.sign(to: bob.address), at: 1_000) == nil)
    let life = pool.limits.lifetimeMilliseconds
    pool.expire(at: life - 1)
    #expect(pool.count == 3)
    pool.expire(at: life)
    #expect(pool.selection(for: Self.room, after: []).map(\.signer) == [bob.address])
    #expect(pool.count == 1)
  }

  @Test mutating func `makes room for who pays more, and for nobody else`() throws {
    var limits = MempoolLimits()
    let size = try alice.sign(to: bob.address).message.raw.count
    limits.sizeBytesMax = 3 * size + size / 2
    pool = Mempool(limits: limits)
    alice.nonce = 0
    for _ in 0..<3 {
      #expect(admit(try alice.sign(to: bob.address, tip: Wei(gwei: 2))) == nil)
    }
    #expect(admit(try bob.sign(to: bob.address, tip: Wei(gwei: 2))) == .full)
    #expect(pool.count == 3)
    bob.nonce = 0
    #expect(admit(try bob.sign(to: bob.address, tip: Wei(gwei: 3))) == nil)
    #expect(pool.count == 3)
    #expect(pool.pendingNonce(of: alice.address) == 2)
    // What cannot execute yet pushes nobody out, and a sender never what its own follows.
    #expect(admit(try alice.sign(to: bob.address, tip: Wei(gwei: 9))) == .full)
    alice.nonce = 2
    #expect(admit(try alice.sign(to: bob.address, tip: Wei(gwei: 9))) == nil)
    #expect(
      pool.selection(for: Self.room, after: []).map(\.signer)
        == [Address](
          repeating: alice.address, count: 3))
  }

  @Test mutating func `gives no sender and no peer more than a share`() throws {
    var limits = MempoolLimits()
    limits.countPerSenderMax = 2
    limits.sizeBytesPerPeerMax = 250
    pool = Mempool(limits: limits)
    let peer = Address(protocol: 7)
    #expect(admit(try alice.sign(to: bob.address), from: peer) == nil)
    #expect(admit(try alice.sign(to: bob.address), from: peer) == nil)
    let size = pool.sizeBytes
    #expect(admit(try bob.sign(to: bob.address), from: peer) == .peerLimit(sizeBytes: size))
    bob.nonce = 0
    #expect(admit(try bob.sign(to: bob.address)) == nil)
    #expect(
      admit(try alice.sign(to: bob.address)) == .nonceTooHigh(nonce: 2, limit: 1))
  }

  @Test mutating func `gives no sender more bytes than a share, nor a single transaction`() throws {
    var limits = MempoolLimits()
    limits.sizeBytesPerSenderMax = 300
    pool = Mempool(limits: limits)
    let large = try alice.sign(to: bob.address, data: [UInt8](repeating: 1, count: 300))
    #expect(admit(large) == .senderLimit(count: 0, sizeBytes: 0))
    alice.nonce = 0
    #expect(admit(try alice.sign(to: bob.address)) == nil)
    #expect(admit(try alice.sign(to: bob.address)) == nil)
    let size = pool.sizeBytes
    #expect(admit(try alice.sign(to: bob.address)) == .senderLimit(count: 2, sizeBytes: size))
    #expect(admit(try bob.sign(to: bob.address)) == nil)
  }

  @Test mutating func `looks again at the senders of a block, and at nobody else`() throws {
    for _ in 0..<2 {
      #expect(admit(try alice.sign(to: bob.address, value: Wei(stos: 400))) == nil)
      #expect(admit(try bob.sign(to: bob.address, value: Wei(stos: 400))) == nil)
    }
    // Both are poor now, as far as the state tells; the block was of one of them.
    pool.update(SenderAccount(nonce: 0, balance: Wei(stos: 500)), of: alice.address)
    #expect(pool.transactions(of: alice.address).count == 1)
    #expect(pool.transactions(of: bob.address).count == 2)
    // Whoever comes back is held against what it has now.
    let poor = SenderAccount(nonce: 0, balance: Wei(stos: 500))
    #expect(admit(try bob.sign(to: bob.address, value: Wei(stos: 400)), poor) != nil)
    #expect(pool.transactions(of: bob.address).count == 1)
  }

  @Test mutating func `counts the nonce on from what can execute, whatever waits behind`() throws {
    let account = SenderAccount(nonce: 3, balance: Wei(stos: 1_000))
    for nonce: UInt64 in [5, 8, 3, 9] {
      alice.nonce = nonce
      #expect(admit(try alice.sign(to: bob.address), account) == nil)
    }
    #expect(pool.pendingNonce(of: alice.address) == 4)
    alice.nonce = 4
    #expect(admit(try alice.sign(to: bob.address), account) == nil)
    #expect(pool.pendingNonce(of: alice.address) == 6)
    pool.update(SenderAccount(nonce: 7, balance: account.balance), of: alice.address)
    #expect(pool.pendingNonce(of: alice.address) == 7)
    #expect(pool.transactions(of: alice.address).map(\.transaction.message.nonce) == [8, 9])
  }

  @Test mutating func `uses numbers again without mixing up whose they are`() throws {
    for round in 0..<4 {
      let first = try alice.sign(to: bob.address)
      let second = try bob.sign(to: alice.address)
      let account = SenderAccount(nonce: UInt64(round), balance: Wei(stos: 1))
      #expect(admit(first, account) == nil)
      #expect(admit(second, account) == nil)
      let next = SenderAccount(nonce: UInt64(round) + 1, balance: Wei(stos: 1))
      pool.update(next, of: alice.address)
      #expect(pool[first.message.hash] == nil)
      #expect(pool[second.message.hash]?.transaction.signer == bob.address)
      #expect(pool.selection(for: Self.room, after: []).map(\.signer) == [bob.address])
      pool.update(next, of: bob.address)
      #expect(pool.isEmpty && pool.sizeBytes == 0)
    }
  }
}
