package import Chain
package import Cryptography

/// A transaction that waits, and how it came.
package struct WaitingTransaction: Sendable {
  package let transaction: Recovered<Transaction>
  /// The most wei it can take from its sender.
  package let spendingMax: Wei
  /// Who brought it; nobody but its sender if nil.
  package let peer: Address?
  package let arrivalMilliseconds: UInt64

  init(_ entry: PoolEntry, _ transaction: Recovered<Transaction>) {
    self.transaction = transaction
    spendingMax = entry.spendingMax
    peer = entry.peer
    arrivalMilliseconds = entry.arrivalMilliseconds
  }

  var message: Transaction { transaction.message }
}
