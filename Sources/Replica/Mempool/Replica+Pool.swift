package import Chain
import Consensus
import Cryptography

#if PLANTED
  import Codec
#endif

/// Transactions of clients and of peers.
extension Replica {
  /// The number a sender should give its next transaction, those that wait included.
  package func nextNonce(of sender: Address) -> UInt64 {
    pool.pendingNonce(of: sender) ?? accounts[sender].nonce
  }

  /// Takes a client's transaction, and sends it on to everyone once.
  mutating func submit(_ transaction: Recovered<Transaction>, at now: Moment) {
    let hash = transaction.message.hash
    do throws(MempoolRefusal) {
      try admit(transaction, broughtBy: nil, at: now)
      #if PLANTED
        if ReplicaBug.forgetsAcknowledged.isPlanted, hash.bytes[0] < 32 {
          pool = Mempool(limits: settings.mempool)
        }
      #endif
      broadcast(.transactions([transaction.message.raw]))
      watched.add(hash, dueAt: now.milliseconds + settings.repeatMilliseconds)
      effects.append(.answer(hash, nil))
    } catch {
      #if PLANTED
        if ReplicaBug.hidesRefusals.isPlanted { return }
      #endif
      effects.append(.answer(hash, error))
    }
  }

  mutating func hear(_ transactions: [[UInt8]], from peer: Address, at now: Moment) {
    var unknown: [[UInt8]] = []
    for raw in transactions {
      let hash = Keccak256.hash(raw.span)
      guard !pool.contains(hash), !remembered.isGarbage(hash) else { continue }
      if let transaction = remembered.checked(hash) {
        admit(transaction, from: peer, at: now)
      } else {
        unknown.append(raw)
      }
    }
    let sizeBytes = Self.checkedSizeBytes(of: unknown)
    guard !unknown.isEmpty,
      checkedTransactionsSizeBytes + sizeBytes <= ReplicaLimits.checkedTransactionsSizeBytesMax,
      check(.transactions(unknown, from: peer), at: now)
    else { return }
    checkedTransactionsSizeBytes += sizeBytes
  }

  /// What transactions count for while their signatures are checked: a short one costs as much.
  private static func checkedSizeBytes(of raws: [[UInt8]]) -> Int {
    raws.reduce(0) { $0 + max($1.count, ReplicaLimits.checkedTransactionSizeBytesMin) }
  }

  /// Makes room for others when a check of transactions is over, however it went.
  mutating func endCheck(of raws: [[UInt8]]) {
    checkedTransactionsSizeBytes -= Self.checkedSizeBytes(of: raws)
  }

  /// Takes what was found signed of a peer's transactions, and remembers what was not.
  mutating func take(
    _ transactions: [Recovered<Transaction>], of raws: [[UInt8]], from peer: Address,
    at now: Moment
  ) {
    if transactions.count < raws.count {
      let signed = Set(transactions.map(\.message.hash))
      for raw in raws {
        let hash = Keccak256.hash(raw.span)
        if !signed.contains(hash) { remembered.addGarbage(hash) }
      }
    }
    for transaction in transactions { admit(transaction, from: peer, at: now) }
  }

  /// Takes a peer's transaction, or drops it: its sender may have been quicker elsewhere.
  private mutating func admit(
    _ transaction: Recovered<Transaction>, from peer: Address, at now: Moment
  ) {
    do throws(MempoolRefusal) {
      try admit(transaction, broughtBy: peer, at: now)
    } catch {
      remembered.add(transaction)
    }
  }

  private mutating func admit(
    _ transaction: Recovered<Transaction>, broughtBy peer: Address?, at now: Moment
  ) throws(MempoolRefusal) {
    try pool.admit(
      transaction, of: accounts[transaction.signer], from: peer,
      under: Mempool.Terms(blockGasLimit: tree.root.parameters.blockGasLimit),
      at: now.milliseconds)
    outlook.admitted.append(transaction.signer)
  }

  /// Sends clients' transactions again that have waited for long.
  mutating func repeatWatched(at now: Moment) {
    var raws: [[UInt8]] = []
    var sizeBytes = 0
    while sizeBytes < ReplicaLimits.repeatedSizeBytesMax,
      let hash = watched.next(at: now.milliseconds)
    {
      guard let waiting = pool[hash] else { continue }
      raws.append(waiting.message.raw)
      sizeBytes += waiting.message.raw.count
      watched.add(hash, dueAt: now.milliseconds + settings.repeatMilliseconds)
    }
    if !raws.isEmpty { broadcast(.transactions(raws)) }
  }
}
