package import Chain
package import Cryptography

/// What every transaction of a block must satisfy before anything executes.
///
/// A voter needs no state for it: the base fee follows from the bodies before, and the limits are
/// those of the epoch.
package struct BodyRules: Hashable, Sendable {
  package let baseFee: Wei
  package let gasLimit: Gas
  package let sizeBytesMax: UInt64

  package init(baseFee: Wei, parameters: ChainParameters) {
    self.baseFee = baseFee
    gasLimit = parameters.blockGasLimit
    sizeBytesMax = parameters.bodySizeBytesMax
  }

  /// Checks the transactions of a body and returns their gas, which moves the base fee.
  package func check(_ transactions: [Recovered<Transaction>]) throws(BodyError) -> Gas {
    var gas = Gas.zero
    var sizeBytes: UInt64 = 0
    for index in transactions.indices {
      let transaction = transactions[index].message
      let price = try check(transaction, at: index)
      guard let sum = try? gas.adding(price), sum <= gasLimit else {
        throw .gasLimit(index: index, limit: gasLimit)
      }
      gas = sum
      sizeBytes += UInt64(transaction.raw.count)
      guard sizeBytes <= sizeBytesMax else { throw .size(index: index, limit: sizeBytesMax) }
    }
    return gas
  }

  /// Checks one transaction and returns its gas.
  package func check(_ transaction: Transaction, at index: Int = 0) throws(BodyError) -> Gas {
    let price = PriceList.gas(of: transaction)
    guard price <= transaction.gasLimit else {
      throw .gasTooLow(index: index, limit: transaction.gasLimit, price: price)
    }
    guard transaction.maxFeePerGas >= baseFee else {
      throw .feeTooLow(index: index, maxFee: transaction.maxFeePerGas, baseFee: baseFee)
    }
    return price
  }
}
