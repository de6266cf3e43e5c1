import Chain
import Consensus
import Cryptography

/// Transactions of clients and of peers.
extension Replica {
  /// Takes a client's transaction, and sends it on to everyone once.
  mutating func submit(_ transaction: Recovered<Transaction>, at now: Moment) {
    let hash = transaction.message.hash
    do throws(MempoolRefusal) {
      try admit(transaction, broughtBy: nil, at: now)
      broadcast(.transactions([transaction.message.raw]))
      effects.append(.answer(hash, nil))
    } catch {
      effects.append(.answer(hash, error))
    }
  }

  mutating func hear(_ transactions: [[UInt8]], from peer: Address, at now: Moment) {
    let unknown = transactions.filter { !pool.contains(Keccak256.hash($0.span)) }
    guard !unknown.isEmpty else { return }
    _ = check(.transactions(unknown, from: peer), at: now)
  }

  /// Takes a peer's transaction, or drops it: its sender may have been quicker elsewhere.
  mutating func admit(_ transaction: Recovered<Transaction>, from peer: Address, at now: Moment) {
    try? admit(transaction, broughtBy: peer, at: now)
  }

  private mutating func admit(
    _ transaction: Recovered<Transaction>, broughtBy peer: Address?, at now: Moment
  ) throws(MempoolRefusal) {
    try pool.admit(
      transaction, of: accounts[transaction.signer], from: peer,
      under: Mempool.Terms(blockGasLimit: tree.root.parameters.blockGasLimit),
      at: now.milliseconds)
  }
}
