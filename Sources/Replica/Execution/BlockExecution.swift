package import Chain
import Cryptography
package import Ledger
package import State

/// The execution of a final block, with what a replica wants to know of it.
package struct BlockExecution: Sendable {
  package let block: OrderedBlock
  package let isClosing: Bool
  package let result: ExecutedBlock

  /// Executes a block over the state after its parent.
  package init(
    _ block: OrderedBlock, isClosing: Bool, on network: Network, over view: any StateView
  ) {
    self.block = block
    self.isClosing = isClosing
    let context = BlockContext(
      of: block.header, isClosing: isClosing, genesisHash: network.genesisHash)
    result = Execution.execute(block.transactions, in: context, over: view)
  }

  /// What the state after the block says about what follows.
  package func report(over view: any StateView) -> ExecutionReport {
    let books = Books(over: view)
    var senders: [(account: Address, state: SenderAccount)] = []
    for transaction in block.transactions {
      let account = books.account(transaction.signer)
      senders.append(
        (transaction.signer, SenderAccount(nonce: account.nonce, balance: account.balance)))
    }
    return ExecutionReport(
      height: block.header.height, hash: block.hash, senders: senders,
      nextBaseFee: result.nextBaseFee, parameters: books[placed: Tables.parameters])
  }
}

extension EpochStart {
  /// Reads what an epoch starts from out of the state after the closing block before it.
  package init(behind anchor: Header, in view: any StateView) {
    let books = Books(over: view)
    let epoch = anchor.epoch.next
    self.init(
      epoch: epoch, anchor: anchor, set: books.validatorSet(of: epoch),
      nextSet: books.validatorSet(of: epoch.next), parameters: books[placed: Tables.parameters])
  }
}

extension BlockTree.Root {
  /// Where a tree begins above the block last executed, whose state this is.
  package init(_ header: Header, in view: any StateView) {
    let books = Books(over: view)
    self.init(
      height: header.height, hash: header.hash, nextBaseFee: books[placed: Tables.baseFee],
      parameters: books[placed: Tables.parameters])
  }
}
