package import Chain
package import Cryptography
package import Ledger

/// A block whose body is at hand, with what follows from it before it is executed.
package struct OrderedBlock: Sendable {
  package let header: Header
  package let hash: Digest
  package let transactions: [Recovered<Transaction>]
  /// Of all transactions together.
  package let sizeBytes: Int
  /// The base fee its transactions pay, and the one of the block that follows it.
  package let baseFee: Wei
  package let nextBaseFee: Wei
  package let gas: Gas
  package let spending: OrderedSpending

  /// Takes a body that the header commits to, or says which rule it breaks.
  ///
  /// The rules are those of the epoch, with the base fee that follows from the blocks before.
  package init(
    header: Header, hash: Digest, transactions: [Recovered<Transaction>], under rules: BodyRules
  ) throws(BodyError) {
    self.header = header
    self.hash = hash
    self.transactions = transactions
    sizeBytes = transactions.reduce(0) { $0 + $1.message.raw.count }
    baseFee = rules.baseFee
    gas = try rules.check(transactions.lazy.map(\.message))
    nextBaseFee = BaseFee.next(after: rules.baseFee, gas: gas, limit: rules.gasLimit)
    spending = OrderedSpending(of: transactions)
  }

  /// The block as it is sent.
  package var block: Block {
    do {
      return try Block(header: header, body: body)
    } catch {
      preconditionFailure("the header of a checked block commits to its body: \(error)")
    }
  }

  /// Its body as it is sent.
  package var body: Body {
    do {
      return try Body(transactions.map(\.message.raw))
    } catch {
      preconditionFailure("a checked body keeps within the limits: \(error)")
    }
  }
}
