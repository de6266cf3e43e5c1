package import Chain
import Codec
package import State

/// Every table of the state with the number its keys begin with: no number is used twice, ever.
package enum Tables {
  /// What there is one of, under numbers of their own.
  static let singles = Table(0, keySizeBytes: 1)
  package static let parameters = Place<ChainParameters>(single: 0)
  /// What a gas costs at least in the block that comes next.
  package static let baseFee = Place<Wei>(single: 1)
  static let tokenCount = Place<Count>(single: 2)
  static let poolCount = Place<Count>(single: 3)

  /// By address; no `Records`, since only the cache of accounts reads and writes it.
  package static let accounts = Table(1, keySizeBytes: 20)
  /// The root of the receipts of each of the last 65,536 blocks, by height mod 65,536.
  package static let receiptsRoots = Records<ReceiptsRoot, UInt16>(2)

  /// Tokens and the shares of pools, by their address.
  static let tokens = Records<Token, Address>(3)
  /// Tokens in the order of their creation, without the shares of pools.
  static let tokensInOrder = Records<Address, UInt64>(4)
  /// By token, then holder.
  static let holdings = Records<TokenAmount, Address, Address>(5)
  /// By token, then owner, then spender.
  static let allowances = Records<UInt256, Address, Address, Address>(6)

  static let pools = Records<Pool, Address>(7)
  static let poolsInOrder = Records<Address, UInt64>(8)

  /// The numbers in use, for the test that they differ.
  package static let numbers: (tables: [UInt8], singles: [UInt8]) = (
    [
      singles.id, accounts.id, receiptsRoots.table.id, tokens.table.id,
      tokensInOrder.table.id, holdings.table.id, allowances.table.id, pools.table.id,
      poolsInOrder.table.id,
    ],
    [parameters.key[1], baseFee.key[1], tokenCount.key[1], poolCount.key[1]]
  )
}
