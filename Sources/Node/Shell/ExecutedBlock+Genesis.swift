import Chain
package import Ledger
package import Storage

extension Storage.ExecutedBlock {
  /// The block that a chain begins with, as its database takes it.
  package init(_ genesis: GenesisBlock) {
    do {
      self.init(
        block: try Block(header: genesis.header, body: Body([])), hash: genesis.header.hash,
        outcome: BlockOutcome(baseFee: BaseFee.floor, senders: [], voids: [], receipts: []),
        changes: genesis.changes, chosenSet: genesis.genesis.validatorSet)
    } catch {
      preconditionFailure("genesis is a block without transactions: \(error)")
    }
  }
}
