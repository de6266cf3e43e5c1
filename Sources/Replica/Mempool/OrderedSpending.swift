package import Chain
package import Cryptography
import Ledger

/// What the transactions of a block that is not executed yet will take from their senders at most.
package struct OrderedSpending: Sendable {
  struct Spending: Sendable {
    var nextNonce: UInt64
    var amount: Wei
  }

  private var senders: [Address: Spending] = [:]

  package init(of transactions: some Sequence<Recovered<Transaction>>) {
    for transaction in transactions { count(transaction) }
  }

  private mutating func count(_ transaction: Recovered<Transaction>) {
    let amount = transaction.message.spendingMax
    let sum = (try? (senders[transaction.signer]?.amount ?? .zero).adding(amount)) ?? Wei(.max)
    senders[transaction.signer] = Spending(
      nextNonce: transaction.message.nonce &+ 1, amount: sum)
  }

  subscript(sender: Address) -> Spending? { senders[sender] }
}
