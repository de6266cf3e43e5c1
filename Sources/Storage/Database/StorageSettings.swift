/// What an operator lets a database keep.
package struct StorageSettings: Sendable {
  /// For how many blocks back the state can be read; nothing means all of them.
  package var historyBlocks: UInt64?
  /// How many blocks are kept; nothing means all of them.
  package var keptBlocks: UInt64?
  /// The indexes that are kept.
  package var indexes: Set<BlockIndex>

  /// The fewest blocks that may be kept: whoever is a little behind gets these one by one.
  package static let keptBlocksMin: UInt64 = 128

  package init(historyBlocks: UInt64?, keptBlocks: UInt64?, indexes: Set<BlockIndex>) {
    self.historyBlocks = historyBlocks
    self.keptBlocks = keptBlocks
    self.indexes = indexes
  }

  /// What signing needs, and no more: about a week of blocks at one a second.
  package static let validator = StorageSettings(
    historyBlocks: 0, keptBlocks: 604_800, indexes: [])

  /// What serving wallets needs.
  package static let follower = StorageSettings(
    historyBlocks: 10_000, keptBlocks: nil, indexes: [.transactions, .addresses, .logs])

  /// Everything, for explorers.
  package static let archive = StorageSettings(
    historyBlocks: nil, keptBlocks: nil, indexes: [.transactions, .addresses, .logs])
}
