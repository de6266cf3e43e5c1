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

  /// The resource nodes a genesis lists.
  package static let genesisResourceNodesMax = 100_000

  /// The tokens a genesis lists; each has at most one pool there.
  package static let genesisTokensMax = 1_000

  /// Who holds a token when a network starts.
  package static let genesisHoldingsMax = 100_000

  /// The meta nodes that decide together.
  package static let metaSeatsMax = 100

  /// The bits of the services of a resource node: 1 computation, 2 database, 4 storage.
  package static let nodeServicesMax: UInt8 = 7

  /// What a token is called.
  package static let tokenNameSizeBytesMax = 64

  /// What stands next to an amount of a token.
  package static let tokenSymbolSizeBytesMax = 16

  /// The decimal places of a token.
  package static let tokenDecimalsMax: UInt8 = 36

  /// The name a validator goes by.
  package static let monikerSizeBytesMax = 70

  /// Where a resource node says it is.
  package static let regionSizeBytesMax = 32

  /// The address where a validator's node, or a node of the traffic layer, is reached.
  package static let endpointSizeBytesMax = 255

  /// The blocks of one answer to a node that catches up, and their bytes: one block of any size
  /// fits.
  package static let rangeBlocksMax = 256
  package static let rangeSizeBytesMax = bodySizeBytesMax + 1024 * 1024

  /// The certificates of one answer to a validator that may have forgotten votes.
  package static let highestCertificatesMax = 2

  /// The votes of such a validator that its peers remember in one answer.
  package static let highestVotesMax = 64

  /// The epochs whose ends are told in one answer.
  package static let epochEndsMax = 64

  /// A part of a snapshot, as it is stored.
  package static let snapshotPartSizeBytesMax = 4 * 1024 * 1024
}
