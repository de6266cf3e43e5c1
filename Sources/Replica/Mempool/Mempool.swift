package import Chain
import Codec
package import Cryptography

/// Transactions that wait for a block.
///
/// Each has a number, under which its entry and its bytes stand; so have the queues of senders.
/// Everything else names those numbers, so that nothing is looked up twice, and the order is kept
/// rather than made.
///
/// Invariants:
/// 1. `queues`, `index`, `order` and the chain of arrivals name exactly the same transactions;
/// 2. no queue is empty, and no nonce in one is below its account's;
/// 3. what a queue's transactions can take together is within its account's balance, as far as the
///    newest executed state tells.
package struct Mempool: Sendable {
  package let limits: MempoolLimits
  private(set) var entries = Slab<PoolEntry>()
  /// By the same numbers.
  private var transactions: [Recovered<Transaction>?] = []
  private(set) var queues = Slab<SenderQueue>()
  private var numbers: [Address: UInt32] = [:]
  private var index: [Digest: UInt32] = [:]
  /// The best first.
  private(set) var order = SortedMap<Rank, UInt32>()
  /// Who has waited longest, and who came last.
  private(set) var oldest: UInt32?
  private var newest: UInt32?
  private var sizesByPeer: [Address: Int] = [:]
  private var nextSequence: UInt64 = 0
  package private(set) var sizeBytes = 0

  package init(limits: MempoolLimits = MempoolLimits()) {
    self.limits = limits
  }

  package var count: Int { index.count }
  package var isEmpty: Bool { index.isEmpty }

  package func contains(_ hash: Digest) -> Bool { index[hash] != nil }

  package subscript(hash: Digest) -> WaitingTransaction? {
    index[hash].map { WaitingTransaction(entries[$0], transaction($0)) }
  }

  /// What waits of a sender, in the order of nonces.
  package func transactions(of sender: Address) -> [WaitingTransaction] {
    guard let queue = queue(of: sender) else { return [] }
    return queues[queue].places.map {
      WaitingTransaction(entries[$0.number], transaction($0.number))
    }
  }

  /// The nonce a sender should use next, if anything of it waits.
  package func pendingNonce(of sender: Address) -> UInt64? {
    queue(of: sender).map { queues[$0].pendingNonce }
  }

  /// The number of a sender's queue, if anything of it waits.
  func queue(of sender: Address) -> UInt32? { numbers[sender] }

  func transaction(_ number: UInt32) -> Recovered<Transaction> {
    guard let transaction = transactions[Int(number)] else {
      preconditionFailure("every entry has its transaction")
    }
    return transaction
  }

  func sizeBytes(from peer: Address) -> Int { sizesByPeer[peer] ?? 0 }

  mutating func takeSequence() -> UInt64 {
    defer { nextSequence += 1 }
    return nextSequence
  }

  /// Begins a queue; what it is for comes next.
  mutating func makeQueue(of sender: Address, account: SenderAccount) -> UInt32 {
    let queue = queues.insert(SenderQueue(of: sender, account: account))
    numbers[sender] = queue
    return queue
  }

  mutating func setAccount(_ account: SenderAccount, of queue: UInt32) {
    queues[queue].account = account
  }

  /// Adds a transaction to everything that names it.
  mutating func add(_ newcomer: PoolEntry, _ transaction: Recovered<Transaction>) {
    var entry = newcomer
    entry.earlier = newest
    let number = entries.insert(entry)
    if Int(number) < transactions.count {
      transactions[Int(number)] = transaction
    } else {
      transactions.append(transaction)
    }
    if let newest { entries[newest].later = number } else { oldest = number }
    newest = number
    queues[entry.sender].insert(number, entry)
    index[transaction.message.hash] = number
    order.updateValue(number, forKey: entry.rank)
    sizeBytes += entry.sizeBytes
    if let peer = entry.peer { sizesByPeer[peer, default: 0] += entry.sizeBytes }
  }

  /// Takes a transaction out of everything that names it.
  mutating func remove(_ number: UInt32) {
    let entry = entries[number]
    index[transaction(number).message.hash] = nil
    transactions[Int(number)] = nil
    order.removeValue(forKey: entry.rank)
    if let earlier = entry.earlier { entries[earlier].later = entry.later }
    if let later = entry.later { entries[later].earlier = entry.earlier }
    if oldest == number { oldest = entry.later }
    if newest == number { newest = entry.earlier }
    queues[entry.sender].remove(entry)
    if queues[entry.sender].isEmpty {
      numbers[queues[entry.sender].sender] = nil
      queues.remove(entry.sender, leaving: .none)
    }
    sizeBytes -= entry.sizeBytes
    if let peer = entry.peer {
      let rest = sizeBytes(from: peer) - entry.sizeBytes
      sizesByPeer[peer] = rest == 0 ? nil : rest
    }
    entries.remove(number, leaving: entry)
  }

  /// Drops a sender's transactions from a nonce on, since none can execute without the one before.
  mutating func removeAll(of queue: UInt32, from nonce: UInt64) {
    while let last = queues[queue].last, last.nonce >= nonce { remove(last.number) }
  }
}
