import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

/// What holds after any history of a pool.
@Suite("A mempool with any history")
struct MempoolLawTests {
  /// A pool under random treatment, beside the accounts it is told.
  private struct History {
    static let peers = (1...3).map { Address(protocol: UInt16(0x5000 + $0)) }

    var pool: Mempool
    /// The same rules by other means, under the same treatment.
    var model: NaivePool
    var wallets: [Wallet]
    var accounts: [SenderAccount]
    var random: SplitMix64
    var time: UInt64 = 0
    var refusals = 0

    init(seed: UInt64) throws {
      random = SplitMix64(seed: seed)
      var limits = MempoolLimits()
      limits.sizeBytesMax = 2_500
      limits.sizeBytesPerPeerMax = 1_200
      limits.countPerSenderMax = 6
      limits.sizeBytesPerSenderMax = 700
      limits.lifetimeMilliseconds = 400
      pool = Mempool(limits: limits)
      model = NaivePool(limits: limits)
      wallets = try (0..<5).map { try Wallet(seed: seed &* 31 &+ UInt64($0)) }
      accounts = wallets.map { _ in SenderAccount(nonce: 0, balance: Wei(gwei: 60_000_000)) }
    }

    mutating func step() throws {
      time += UInt64(random.number(in: 0...30))
      let person = random.number(in: 0...(wallets.count - 1))
      switch random.number(in: 0...9) {
      case 0:
        pool.expire(at: time)
        model.expire(at: time)
      case 1, 2:
        let count = UInt64(random.number(in: 0...2))
        let balance = UInt64(random.number(in: 0...60_000_000))
        accounts[person] = SenderAccount(
          nonce: accounts[person].nonce + count, balance: Wei(gwei: balance))
        pool.update(accounts[person], of: wallets[person].address)
        model.update(accounts[person], of: wallets[person].address)
      default: try admit(from: person)
      }
    }

    private mutating func admit(from person: Int) throws {
      wallets[person].nonce = accounts[person].nonce + UInt64(random.number(in: 0...7))
      let fee = UInt64(random.number(in: 1...20))
      let transaction = try wallets[person].sign(
        to: wallets[0].address, data: random.bytes(count: 0...60),
        gasLimit: UInt64(random.number(in: 20_000...1_000_000)), maxFee: Wei(gwei: fee),
        tip: Wei(gwei: min(fee, UInt64(random.number(in: 0...4)))))
      let peer = random.happens(oneIn: 3) ? nil : Self.peers[random.number(in: 0...2)]
      let isAdmitted = model.admits(
        transaction, of: accounts[person], from: peer, under: MempoolTests.terms, at: time)
      do throws(MempoolRefusal) {
        try pool.admit(
          transaction, of: accounts[person], from: peer, under: MempoolTests.terms, at: time)
        #expect(isAdmitted)
      } catch {
        refusals += 1
        #expect(!isAdmitted, "\(error)")
      }
    }

    /// What each account is, by its address.
    var book: [Address: SenderAccount] {
      Dictionary(uniqueKeysWithValues: zip(wallets.map(\.address), accounts))
    }

    /// What is wrong with the pool now.
    func violations() -> [String] {
      var found: [String] = []
      var count = 0
      var sizeBytes = 0
      var brought: [Address: Int] = [:]
      for (person, wallet) in wallets.enumerated() {
        let waiting = pool.transactions(of: wallet.address)
        count += waiting.count
        var needed: UInt128 = 0
        for entry in waiting {
          let message = entry.transaction.message
          sizeBytes += message.raw.count
          needed += entry.spendingMax.units
          if let peer = entry.peer { brought[peer, default: 0] += message.raw.count }
          if pool[message.hash]?.transaction.message.raw != message.raw { found.append("index") }
          if message.nonce < accounts[person].nonce { found.append("used nonce") }
        }
        let nonces = waiting.map(\.transaction.message.nonce)
        if zip(nonces, nonces.dropFirst()).contains(where: { $0 >= $1 }) { found.append("order") }
        if needed > accounts[person].balance.units { found.append("funds") }
        if waiting.count > pool.limits.countPerSenderMax { found.append("count of a sender") }
      }
      for peer in Self.peers where brought[peer] ?? 0 > pool.limits.sizeBytesPerPeerMax {
        found.append("bytes of a peer")
      }
      if pool.count != count { found.append("\(pool.count) in the index of \(count)") }
      if pool.sizeBytes != sizeBytes || sizeBytes > pool.limits.sizeBytesMax {
        found.append("size \(pool.sizeBytes) of \(sizeBytes)")
      }
      return found + ordersOfExecutables() + leftovers()
    }

    /// With room for everything, all that can execute is selected.
    private func ordersOfExecutables() -> [String] {
      var executable: Set<Digest> = []
      for (person, wallet) in wallets.enumerated() {
        var nonce = accounts[person].nonce
        for entry in pool.transactions(of: wallet.address) {
          guard entry.transaction.message.nonce == nonce else { break }
          executable.insert(entry.transaction.message.hash)
          nonce += 1
        }
      }
      let room = Mempool.Room(baseFee: .zero, gas: Gas(1 << 60), sizeBytes: 1 << 40)
      let selected = Set(pool.selection(for: room, after: []).map(\.message.hash))
      return selected == executable ? [] : ["\(selected.count) selected of \(executable.count)"]
    }

    /// Once everything has expired, nothing is left, and peers may bring as much as ever.
    private func leftovers() -> [String] {
      var pool = pool
      pool.expire(at: time + pool.limits.lifetimeMilliseconds)
      return pool.isEmpty && pool.sizeBytes == 0 ? [] : ["\(pool.count) never expire"]
    }
  }

  @Test("names the same transactions everywhere, within its limits", arguments: Seeds.few)
  func invariants(seed: UInt64) throws {
    var history = try History(seed: seed)
    for step in 0..<120 {
      try history.step()
      let violations = history.violations()
      #expect(violations.isEmpty, "step \(step): \(violations)")
    }
    #expect(history.refusals > 0 && history.pool.count > 0)
  }

  @Test("holds and selects what the same rules say, written plainly", arguments: Seeds.few)
  func agreesWithModel(seed: UInt64) throws {
    var history = try History(seed: seed)
    var selected = 0
    for step in 0..<150 {
      try history.step()
      let held = history.wallets.flatMap { history.pool.transactions(of: $0.address) }
      #expect(
        Set(held.map(\.transaction.message.hash)) == history.model.hashes, "step \(step)")
      let room = Mempool.Room(
        baseFee: Wei(gwei: UInt64(history.random.number(in: 1...8))),
        gas: Gas(UInt64(history.random.number(in: 1...400)) * 1_000),
        sizeBytes: UInt64(history.random.number(in: 100...2_500)),
        count: history.random.number(in: 0...20))
      let chosen = history.pool.selection(for: room, after: []).map(\.message.hash)
      let expected = history.model.selection(for: room, accounts: history.book)
      #expect(chosen == expected.map(\.message.hash), "step \(step)")
      selected += chosen.count
    }
    #expect(history.refusals > 0 && selected > 0)
  }

  @Test("selects what a block can take and execute", arguments: Seeds.few)
  func selections(seed: UInt64) throws {
    var history = try History(seed: seed)
    for _ in 0..<60 {
      try history.step()
      let baseFee = Wei(gwei: UInt64(history.random.number(in: 1...8)))
      var parameters = ChainParameters()
      parameters.blockGasLimit = Gas(UInt64(history.random.number(in: 1...400)) * 1_000)
      let rules = BodyRules(baseFee: baseFee, parameters: parameters)
      let room = Mempool.Room(
        baseFee: baseFee, gas: rules.gasLimit, sizeBytes: rules.sizeBytesMax)
      let all = history.pool.selection(for: room, after: [])
      let cut = history.random.number(in: 0...all.count)
      let ordered = OrderedSpending(of: all.prefix(cut))
      let rest = history.pool.selection(for: room, after: [ordered])
      for selection in [all, all.prefix(cut) + rest] {
        checkExecutable(selection, history)
      }
      #expect(throws: Never.self) { try rules.check(all) }
      #expect(throws: Never.self) { try rules.check(rest) }
      #expect(history.pool.hasSelection(for: room, after: []) == !all.isEmpty)
      #expect(history.pool.hasSelection(for: room, after: [ordered]) == !rest.isEmpty)
    }
  }

  /// Each follows its sender's nonce and is covered.
  private func checkExecutable(_ selection: [Recovered<Transaction>], _ history: History) {
    for (person, wallet) in history.wallets.enumerated() {
      var nonce = history.accounts[person].nonce
      var funds = history.accounts[person].balance.units
      for transaction in selection where transaction.signer == wallet.address {
        #expect(transaction.message.nonce == nonce)
        #expect(transaction.message.spendingMax.units <= funds)
        nonce += 1
        funds -= min(funds, transaction.message.spendingMax.units)
      }
    }
  }
}
