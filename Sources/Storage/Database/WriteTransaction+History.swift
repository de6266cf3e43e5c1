import Chain
import Codec
import State

extension WriteTransaction {
  /// Keeps the values that a group is about to change.
  mutating func recordHistory(of group: CommitGroup) throws(StorageError) {
    var before = ChangeSet()
    for block in group.blocks {
      let records = try contents.withCursor(on: Schema.state) { cursor throws(StorageError) in
        var records: [(key: StateKey, value: [UInt8]?)] = []
        for (key, change) in block.changes.sorted {
          let old: [UInt8]?
          switch before.change(of: key) {
          case .put(let value): old = value
          case .remove: old = nil
          case nil: old = try cursor.value(of: key)
          }
          guard change != old.map(ChangeSet.Change.put) ?? .remove else { continue }
          records.append((key, old))
        }
        return records
      }
      try edit(Schema.history) { cursor throws(StorageError) in
        for (key, value) in records {
          let bytes = HistoryRecord.bytes(of: value)
          try cursor.put(bytes.span, for: HistoryRecord.key(key, at: block.height).span)
        }
      }
      let keys = HistoryRecord.bytes(of: records.map(\.key))
      if !keys.isEmpty {
        try put(keys.span, for: BigEndian.key(block.height).span, in: Schema.changedKeys)
      }
      before.append(block.changes)
    }
  }

  /// Forgets the values that a block changed.
  mutating func forgetHistory(at height: Height) throws(StorageError) {
    let heightKey = BigEndian.key(height)
    guard let bytes = try contents.get(heightKey.span, in: Schema.changedKeys) else { return }
    let keys: [StateKey]
    do {
      keys = try HistoryRecord.keys(in: bytes)
    } catch {
      throw .corrupt(
        path: contents.environment.path,
        reason: "the keys changed at height \(height) are not well-formed: \(error)")
    }
    for key in keys {
      try delete(HistoryRecord.key(key, at: height).span, in: Schema.history)
    }
    try delete(heightKey.span, in: Schema.changedKeys)
  }
}
