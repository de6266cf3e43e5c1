package import Chain
import Cryptography

extension Mempool {
  /// Takes in what an executed block made of a sender's account: drops what it has executed, and
  /// from the end what it can no longer pay.
  ///
  /// Only senders of the block need it, for a balance falls by its owner's transactions alone.
  package mutating func update(_ account: SenderAccount, of sender: Address) {
    guard let queue = queue(of: sender) else { return }
    update(account, of: queue)
  }

  mutating func update(_ account: SenderAccount, of queue: UInt32) {
    guard queues[queue].account != account else { return }
    setAccount(account, of: queue)
    while let first = queues[queue].first, first.nonce < account.nonce { remove(first.number) }
    while queues[queue].spendingMax > account.balance.units, let last = queues[queue].last {
      remove(last.number)
    }
  }

  /// Drops what has waited too long, and what cannot execute without it.
  package mutating func expire(at milliseconds: UInt64) {
    while let oldest {
      let entry = entries[oldest]
      guard milliseconds >= entry.arrivalMilliseconds + limits.lifetimeMilliseconds else { return }
      removeAll(of: entry.sender, from: entry.nonce)
    }
  }
}
