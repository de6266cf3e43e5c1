import Chain
import Codec
import Cryptography
import State

/// Pruning in steps of one block, oldest first. Nothing at or above the last commit is ever pruned.
extension WriteTransaction {
  /// Prunes what may go, for so many blocks; says whether more could be pruned.
  mutating func prune(_ pruning: Pruning, blocksMax: Int) throws(StorageError) -> Bool {
    let settings = pruning.settings
    let history = try step(.history, keeping: settings.historyBlocks, blocksMax: blocksMax) {
      transaction, height throws(StorageError) in
      // A view at a height reads what later blocks changed, so this height's own record goes.
      try transaction.forgetHistory(at: height)
    }
    let blocks = try step(
      .blocks, keeping: settings.keptBlocks, andAbove: pruning.neededAbove, blocksMax: blocksMax
    ) { transaction, height throws(StorageError) in
      try transaction.forgetBlock(at: height)
    }
    let transactions = try pruneTransactions(entriesMax: blocksMax * Self.entriesPerBlock)
    return history || blocks || transactions
  }

  /// How many entries of old epochs go with each block, enough to keep up with full blocks.
  private static var entriesPerBlock: Int { 16_384 }

  /// Drops the transaction hashes of epochs of which no block is left.
  private mutating func pruneTransactions(entriesMax: Int) throws(StorageError) -> Bool {
    guard let blocks = try contents.fact(.blocks, as: Coverage.self),
      let lowest = try contents.header(at: blocks.lowest)
    else { return false }
    return try dropTransactions(before: lowest.epoch, entriesMax: entriesMax)
  }

  /// Raises the lowest height that a part of the database covers.
  private mutating func step(
    _ fact: Fact, keeping kept: UInt64?, andAbove needed: Height? = nil, blocksMax: Int,
    _ forget: (inout WriteTransaction, Height) throws(StorageError) -> Void
  ) throws(StorageError) -> Bool {
    guard let kept, var coverage = try contents.fact(fact, as: Coverage.self) else { return false }
    let tip = coverage.highest.units
    let floor = min(tip > kept ? tip - kept : 0, needed?.next.units ?? .max)
    let before = coverage.lowest
    while coverage.lowest.units < floor, coverage.lowest.units - before.units < blocksMax {
      try forget(&self, coverage.lowest)
      coverage.lowest = coverage.lowest.next
    }
    if coverage.lowest != before { try set(fact, to: coverage) }
    return coverage.lowest.units < floor
  }

  /// Forgets a block, but for what light clients need of a closing one.
  private mutating func forgetBlock(at height: Height) throws(StorageError) {
    let key = BigEndian.key(height)
    guard let block = try contents.block(at: height) else { return }
    for index in BlockIndex.allCases { try remove(block, from: index) }
    try delete(key.span, in: Schema.bodies)
    try delete(key.span, in: Schema.outcomes)
    let closing: Height? = try contents.record(
      BigEndian.key(block.header.epoch), in: Schema.closings)
    guard closing != height else { return }
    try delete(key.span, in: Schema.headers)
    try delete(key.span, in: Schema.certificates)
    try delete(block.header.hash.bytes.array.span, in: Schema.heights)
  }
}
