package import Chain
package import State

/// What executing a block came to.
package struct ExecutedBlock: Sendable {
  package let changes: ChangeSet
  /// One for each transaction that is not void, in order, then the system transaction's if any.
  package let receipts: [Receipt]
  /// Where in the body the void transactions stand.
  package let voidIndices: [Int]
  /// What the system transaction is, if the block has one.
  package let systemTransaction: SystemTransaction?
  package let receiptsRoot: ReceiptsRoot
  /// The gas of all transactions, void ones included.
  package let bodyGas: Gas
  package let nextBaseFee: Wei
}
