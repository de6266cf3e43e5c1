/// The keyspaces of a node's database.
///
/// Numbers in keys are big-endian, so that keys stand in the numbers' order.
enum Schema {
  /// The number of this layout; a change of any keyspace's form raises it.
  static let format: UInt32 = 1

  /// What is true of the whole database; the keys are those of `Fact`.
  static let facts = Keyspace(0, "facts")
  /// Key of the state → value.
  static let state = Keyspace(1, "state")
  /// The top of the state tree, as `SubtreeDigest` says.
  static let subtrees = Keyspace(2, "subtrees")
  /// Height → header.
  static let headers = Keyspace(3, "headers")
  /// Height → body.
  static let bodies = Keyspace(4, "bodies")
  /// Height → outcome.
  static let outcomes = Keyspace(5, "outcomes")
  /// Height → the certificate that made the block final, where it has one of its own.
  static let certificates = Keyspace(6, "certificates")
  /// Block hash → height.
  static let heights = Keyspace(7, "heights")
  /// Epoch → height of its closing block.
  static let closings = Keyspace(8, "closings")
  /// Epoch → the validator set that serves it.
  static let validatorSets = Keyspace(9, "validator-sets")
  /// Key of the state, height → the key's value before that block.
  static let history = Keyspace(10, "history")
  /// Height → the keys of the state that the block changed.
  static let changedKeys = Keyspace(11, "changed-keys")
  /// Epoch, first 8 bytes of a transaction hash → places of transactions with such a hash.
  static let transactions = Keyspace(12, "transactions")
  /// Address, height, place in the block → how the address has to do with the transaction.
  static let addresses = Keyspace(13, "addresses")
  /// Hash of an address or topic of a log, height → nothing.
  static let logs = Keyspace(14, "logs")

  static let keyspaces = [
    facts, state, subtrees, headers, bodies, outcomes, certificates, heights, closings,
    validatorSets, history, changedKeys, transactions, addresses, logs,
  ]
}
