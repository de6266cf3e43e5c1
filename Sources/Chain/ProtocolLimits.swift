/// The hard limits of everything that comes from outside, each checked before memory is set aside.
///
/// Limits that a network may choose below these are parameters of its genesis.
package enum ProtocolLimits {
  /// A raw transaction.
  package static let transactionSizeBytesMax = 128 * 1024

  /// The transactions of one block, together.
  package static let bodySizeBytesMax = 4 * 1024 * 1024

  /// How many transactions one block may have, whatever their size.
  package static let bodyTransactionsMax = 65_536

  /// The members of a validator set.
  ///
  /// Genesis chooses at most this many.
  package static let validatorsMax = 256

  /// The logs of one transaction.
  package static let receiptLogsMax = 4_096

  /// The topics of one log, as in Ethereum.
  package static let logTopicsMax = 4

  /// The data of one log.
  package static let logDataSizeBytesMax = 128 * 1024

  /// The reason a failed transaction gives.
  package static let reasonSizeBytesMax = 1_024

  /// The levels of a Merkle list: its items are counted in 32 bits.
  package static let merkleLevelsMax = 32

  /// The accounts a genesis lists.
  package static let genesisAccountsMax = 1_000_000

  /// The name a validator goes by.
  package static let monikerSizeBytesMax = 70

  /// The address where a validator's node is reached.
  package static let endpointSizeBytesMax = 255

  /// The blocks of one answer to a node that catches up, and their bytes: one block of any size
  /// fits.
  package static let rangeBlocksMax = 256
  package static let rangeSizeBytesMax = bodySizeBytesMax + 1024 * 1024

  /// The certificates of one answer to a validator that may have forgotten votes.
  package static let highestCertificatesMax = 2

  /// A part of a snapshot, as it is stored.
  package static let snapshotPartSizeBytesMax = 4 * 1024 * 1024
}
