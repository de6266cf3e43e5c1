package import Chain
import Codec
package import Cryptography
package import State

/// The state machine: a pure function from a state and a block to changes and receipts.
package struct Execution {
  private let block: BlockContext
  private let baseFee: Wei
  private var books: Books
  private var receipts: [Receipt] = []
  private var voidIndices: [Int] = []
  private var bodyGas = Gas.zero

  /// Executes the transactions of a block, in order, and then what the protocol does by itself.
  ///
  /// It has a result for every list of transactions: one that is in no valid block is void.
  package static func execute(
    _ transactions: [Recovered<Transaction>], in block: BlockContext, over view: any StateView,
    duties: [Duty] = Duty.all
  ) -> ExecutedBlock {
    var execution = Self(block: block, books: Books(over: view))
    for (index, transaction) in transactions.enumerated() {
      execution.execute(transaction, at: index)
    }
    return execution.finished(with: duties)
  }

  private init(block: BlockContext, books: Books) {
    self.block = block
    self.books = books
    baseFee = books[placed: Tables.baseFee]
    self.books.prepareAccount(ModuleAccount.feePool.address)
  }

  private mutating func execute(_ recovered: Recovered<Transaction>, at index: Int) {
    let transaction = recovered.message
    let gas = PriceList.gas(of: transaction)
    bodyGas = Gas(bodyGas.units + gas.units)
    books.prepareAccount(recovered.signer)
    books.prepareAccount(transaction.recipient)
    guard charge(transaction, from: recovered.signer, gas: gas) else {
      voidIndices.append(index)
      #if PLANTED
        if LedgerBug.chargedVoid.isPlanted {
          let pool = ModuleAccount.feePool.address
          try? books.transfer(from: recovered.signer, to: pool, amount: Wei(1))
        }
      #endif
      return
    }
    let call = Call(
      sender: recovered.signer, recipient: transaction.recipient, value: transaction.value,
      nonce: transaction.nonce, block: block)
    let outcome: Receipt.Outcome
    do throws(Refusal) {
      _ = try books.perform(call, data: transaction.raw.span.extracting(transaction.dataRange))
      outcome = .succeeded(books.settle())
    } catch {
      outcome = .failed(reason: error.reason)
      #if PLANTED
        if LedgerBug.freeFailure.isPlanted {
          let fee = Wei(UInt128(gas.units) * baseFee.units)
          try? books.move(fee, from: .feePool, to: recovered.signer)
        }
      #endif
      _ = books.settle()
    }
    receipts.append(Receipt(transactionHash: transaction.hash, outcome: outcome, gasUsed: gas))
  }

  /// Takes the fee and counts the transaction, or says that it is void.
  private mutating func charge(
    _ transaction: Transaction, from sender: Address, gas: Gas
  ) -> Bool {
    let account = books.account(sender)
    guard account.nonce == transaction.nonce,
      account.balance.units >= transaction.maxCost.units,
      transaction.maxFeePerGas.units >= baseFee.units, transaction.gasLimit.units >= gas.units
    else { return false }
    let margin = transaction.maxFeePerGas.units - baseFee.units
    let price = baseFee.units + min(margin, transaction.maxPriorityFeePerGas.units)
    // No more than `maxCost`, which decoding found to be in range.
    let fee = Wei(UInt128(gas.units) * price)
    books.charge(fee, for: transaction.nonce, of: sender)
    return true
  }

  /// Does what is due, sets the next base fee, and closes the books with the root of the receipts.
  private consuming func finished(with duties: [Duty]) -> ExecutedBlock {
    // A vote may change the limit of the next block, and this one's counts.
    let limit = books[placed: Tables.parameters].blockGasLimit
    let systemTransaction = perform(duties)
    let nextBaseFee = BaseFee.next(after: baseFee, gas: bodyGas, limit: limit)
    books[Tables.baseFee] = nextBaseFee
    var list = MerkleList()
    for receipt in receipts { list.append(receipt.canonicalBytes.span) }
    #if PLANTED
      if LedgerBug.receiptsUnproven.isPlanted { list = MerkleList() }
    #endif
    let root = ReceiptsRoot(height: block.height, root: list.root)
    books[Tables.receiptsRoots[UInt16(truncatingIfNeeded: block.height.units)]] = root
    _ = books.settle()
    return ExecutedBlock(
      changes: books.changes, receipts: receipts, voidIndices: voidIndices,
      systemTransaction: systemTransaction, receiptsRoot: root, bodyGas: bodyGas,
      nextBaseFee: nextBaseFee)
  }

  /// Does what is due; there is a system transaction if it left logs.
  private mutating func perform(_ duties: [Duty]) -> SystemTransaction? {
    for duty in duties { duty.perform(block, &books) }
    let logs = books.settle()
    guard !logs.isEmpty else { return nil }
    let transaction = SystemTransaction(chainID: block.chainID, height: block.height)
    receipts.append(
      Receipt(transactionHash: transaction.hash, outcome: .succeeded(logs), gasUsed: .zero))
    return transaction
  }
}
