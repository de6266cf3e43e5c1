package import Chain
package import Cryptography
import Ledger

/// A block that follows the rules after its parent, with what follows from it before it is
/// executed.
package struct OrderedBlock: Sendable {
  package let recovered: RecoveredBlock
  /// Of all transactions together.
  package let sizeBytes: Int
  /// The base fee its transactions pay, and the one of the block that follows it.
  package let baseFee: Wei
  package let nextBaseFee: Wei
  package let gas: Gas
  package let spending: OrderedSpending

  package var block: Block { recovered.block }
  package var header: Header { recovered.header }
  package var hash: Digest { recovered.hash }
  package var body: Body { recovered.block.body }
  package var transactions: [Recovered<Transaction>] { recovered.transactions }

  /// Takes a block, or says which rule it breaks.
  ///
  /// The rules are those of the epoch, with the base fee that follows from the blocks before.
  init(_ recovered: RecoveredBlock, under rules: BodyRules) throws(BodyError) {
    self.recovered = recovered
    let transactions = recovered.transactions
    sizeBytes = transactions.reduce(0) { $0 + $1.message.raw.count }
    baseFee = rules.baseFee
    gas = try rules.check(transactions)
    nextBaseFee = BaseFee.next(after: rules.baseFee, gas: gas, limit: rules.gasLimit)
    spending = OrderedSpending(of: transactions)
  }
}
