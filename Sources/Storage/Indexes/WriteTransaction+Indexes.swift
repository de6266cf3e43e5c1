import Chain
import Codec

extension WriteTransaction {
  mutating func add(_ block: StoredBlock, to index: BlockIndex) throws(StorageError) {
    for entry in index.entries(of: block) {
      let (key, value) = (entry.key, entry.value)
      if try insert(value.span, for: key.span, in: index.keyspace) { continue }
      switch index {
      case .transactions:
        // Another's hash begins alike, or the block was here before.
        let others = try contents.get(key.span, in: index.keyspace) ?? []
        guard !TransactionPlace.list(others).contains(where: { $0.bytes == value }) else {
          continue
        }
        let all = others + value
        try put(all.span, for: key.span, in: index.keyspace)
      case .addresses, .logs: try put(value.span, for: key.span, in: index.keyspace)
      }
    }
  }

  /// Takes a block out of an index that covers it, or goes on without.
  mutating func remove(_ block: StoredBlock, from index: BlockIndex) throws(StorageError) {
    guard var coverage = try contents.fact(index.fact, as: Coverage.self),
      coverage.contains(block.height)
    else { return }
    switch index {
    // Whole epochs of it are dropped.
    case .transactions: break
    case .addresses, .logs:
      for entry in index.entries(of: block) { try delete(entry.key.span, in: index.keyspace) }
    }
    guard coverage.lowest < coverage.highest else { return }
    coverage.lowest = block.height.next
    try set(index.fact, to: coverage)
  }

  /// Drops the transaction hashes of epochs before one, so many entries at most; says whether
  /// some are left.
  mutating func dropTransactions(
    before epoch: Epoch, entriesMax: Int
  ) throws(StorageError) -> Bool {
    try edit(Schema.transactions) { cursor throws(StorageError) in
      for _ in 0..<entriesMax {
        guard try cursor.first() else { return false }
        let found = try cursor.withEntry { key, _ in BigEndian.prefix(of: key) } ?? nil
        guard let found, found < epoch.units else { return false }
        try cursor.delete()
      }
      return true
    }
  }

  /// Extends indexes by older blocks; says whether they cover every block there is.
  mutating func buildIndexes(
    blocksMax: Int, indexes: Set<BlockIndex>
  ) throws(StorageError) -> Bool {
    guard let blocks = try contents.fact(.blocks, as: Coverage.self) else { return true }
    var left = blocksMax
    for index in BlockIndex.allCases where indexes.contains(index) {
      let before = try contents.fact(index.fact, as: Coverage.self)
      var next = before.map { $0.lowest.previous } ?? blocks.highest
      while let height = next, height >= blocks.lowest {
        guard left > 0 else { return false }
        left -= 1
        guard let block = try contents.block(at: height) else { break }
        try add(block, to: index)
        let highest = before.map(\.highest) ?? blocks.highest
        try set(index.fact, to: Coverage(lowest: height, highest: highest))
        next = height.previous
      }
    }
    return true
  }
}
