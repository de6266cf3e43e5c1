import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport
import Testing

/// What holds in every block of a long history of calls of every method, valid and not.
@Suite("Histories")
struct HistoryTests {
  private static let blockCount = Seeds.isSoaking ? 1_500 : 250

  @Test("The logs tell everything, and the state is what they tell", arguments: Seeds.few)
  func observed(seed: UInt64) throws {
    var history = try History(seed: seed)
    var observer = Observer(genesis: history.genesis)
    for number in 1...Self.blockCount {
      let (block, result) = try history.next()
      try observer.observe(block, result)
      try observer.compareAccounts(with: history.state)
      try observer.compareDebts()
      guard number % 10 == 0 || number == Self.blockCount else { continue }
      observer.stakes.epoch = history.epoch
      let inquiry = Inquiry(books: history.books, block: history.question)
      try observer.compareMarket(with: inquiry)
      try observer.compareStakes(with: inquiry)
      try observer.compareVotes(with: inquiry)
      try observer.compareTraffic(with: history.fleet)
    }
  }

  @Test("A failed call changes its sender, the fee pool, and nothing else", arguments: Seeds.few)
  func failures(seed: UInt64) throws {
    var history = try History(seed: seed)
    var failureCount = 0
    for _ in 1...Self.blockCount {
      let before = history.state
      let (block, _) = try history.next()
      for transaction in block.transactions {
        let alone = Execution.execute([transaction], in: block.context, over: before, duties: [])
        let isVoid = !alone.voidIndices.isEmpty
        guard isVoid || alone.receipts.contains(where: \.hasFailed) else { continue }
        failureCount += isVoid ? 0 : 1
        let height = block.context.height.units
        var allowed = [
          Tables.baseFee.key, Tables.receiptsRoots[UInt16(truncatingIfNeeded: height)].key,
        ]
        for address in isVoid ? [] : [transaction.signer, ModuleAccount.feePool.address] {
          allowed.append(Tables.accounts.key(address.bytes.storage.span))
        }
        for (key, _) in alone.changes.sorted {
          #expect(allowed.contains(key), "\(key) changed")
        }
      }
    }
    #expect(failureCount > 50)
  }

  @Test("Every method is called in histories, and succeeds in some and fails in others")
  func coverage() throws {
    var outcomes: [String: (done: Int, reasons: [String])] = [:]
    for seed in Seeds.few {
      var history = try History(seed: seed)
      for _ in 1...400 {
        let (block, result) = try history.next()
        let executed = block.transactions.enumerated()
          .filter { !result.voidIndices.contains($0.offset) }.map(\.element)
        for (transaction, receipt) in zip(executed, result.receipts) {
          guard let name = history.method(calledBy: transaction.message) else { continue }
          switch receipt.outcome {
          case .succeeded: outcomes[name, default: (0, [])].done += 1
          case .failed(let reason): outcomes[name, default: (0, [])].reasons.append(reason)
          }
        }
      }
    }
    for name in History.methods {
      let (done, reasons) = outcomes[name] ?? (0, [])
      #expect(done > 0, "\(name) never succeeded: \(reasons)")
      #expect(!reasons.isEmpty, "\(name) never failed, and succeeded \(done) times")
    }
  }
}

extension Receipt {
  fileprivate var hasFailed: Bool {
    switch outcome {
    case .succeeded: false
    case .failed: true
    }
  }
}

extension History {
  private static let contracts =
    Contracts.placed.map(\.contract) + Contracts.faces

  /// Every method that transactions can call, with its contract.
  static let methods = contracts.flatMap { contract in
    contract.methods.filter { $0.mutability != .view }.map {
      "\(contract.name).\($0.signature.name)"
    }
  }

  /// The method a transaction names at the address it goes to.
  func method(calledBy transaction: Transaction) -> String? {
    let contract =
      Contracts.placed.first { $0.address == transaction.recipient }?.contract
      ?? (pools.contains(transaction.recipient) ? Contracts.faces[1] : nil)
      ?? (tokens.contains(transaction.recipient) ? Contracts.faces[0] : nil)
    let selector = transaction.raw[transaction.dataRange].prefix(4)
    return contract?.methods.first { $0.selector.array == Array(selector) }.map {
      "\(contract?.name ?? "").\($0.signature.name)"
    }
  }
}
