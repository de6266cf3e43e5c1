import Chain
import Cryptography

/// Transactions whose signatures were checked although they do not wait: garbage, and what the pool
/// refused; so that a copy costs no check.
///
/// Garbage has a store of its own: whatever is made up, it pushes nothing out that was signed. The
/// older half of a store is forgotten when the newer one is full.
struct RememberedTransactions: Sendable {
  private struct Store<Value: Sendable>: Sendable {
    var young: [Digest: Value] = [:]
    var old: [Digest: Value] = [:]
    var youngSizeBytes = 0

    var isEmpty: Bool { young.isEmpty && old.isEmpty }

    subscript(hash: Digest) -> Value? { young[hash] ?? old[hash] }

    mutating func add(_ value: Value, as hash: Digest, sizeBytes: Int) {
      guard young[hash] == nil else { return }
      if young.count >= ReplicaLimits.rememberedTransactionsMax / 2
        || youngSizeBytes + sizeBytes > ReplicaLimits.rememberedSizeBytesMax / 2
      {
        old = young
        young = [:]
        youngSizeBytes = 0
      }
      young[hash] = value
      youngSizeBytes += sizeBytes
    }
  }

  private var signed = Store<Recovered<Transaction>>()
  private var garbage = Store<Bool>()

  var isEmpty: Bool { signed.isEmpty }

  /// A transaction that was checked and found signed.
  func checked(_ hash: Digest) -> Recovered<Transaction>? { signed[hash] }

  func isGarbage(_ hash: Digest) -> Bool { garbage[hash] != nil }

  mutating func add(_ transaction: Recovered<Transaction>) {
    signed.add(
      transaction, as: transaction.message.hash, sizeBytes: transaction.message.raw.count)
  }

  mutating func addGarbage(_ hash: Digest) { garbage.add(true, as: hash, sizeBytes: 0) }
}
