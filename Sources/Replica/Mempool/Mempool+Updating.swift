package import Chain
import Cryptography

extension Mempool {
  /// Takes in what an executed block made of a sender's account: drops what it has executed, and
  /// from the end what it can no longer pay.
  ///
  /// Only senders of the block need it, for a balance falls by its owner's transactions alone.
  package mutating func update(_ account: SenderAccount, of sender: Address) {
    guard let queue = senders[sender], queue.account != account else { return }
    setAccount(account, of: sender)
    for entry in queue.entries {
      guard entry.nonce < account.nonce else { break }
      remove(Place(sender: sender, nonce: entry.nonce))
    }
    while let queue = senders[sender], queue.spendingMax > account.balance.units,
      let last = queue.entries.last
    {
      remove(Place(sender: sender, nonce: last.nonce))
    }
  }

  /// Drops what has waited too long, and what cannot execute without it.
  package mutating func expire(at milliseconds: UInt64) {
    while let entry = oldest,
      milliseconds >= entry.arrivalMilliseconds + limits.lifetimeMilliseconds
    {
      removeWithFollowers(Place(sender: entry.transaction.signer, nonce: entry.nonce))
    }
  }
}
