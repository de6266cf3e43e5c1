package import Chain
import Codec
package import State

extension Snapshot {
  /// The state after an earlier block, if it can still be read.
  package func state(at height: Height) throws(StorageError) -> HistoricalState? {
    guard let progress, height <= progress.height else { return nil }
    if height == progress.height { return HistoricalState(self, at: height) }
    let history: Coverage? = try transaction.contents.fact(.history)
    // The record of a height leads back to the state before it.
    guard let history, history.contains(height.next) else { return nil }
    return HistoricalState(self, at: height)
  }
}

/// The state as it was after some block: what is there now, with later changes undone.
package struct HistoricalState {
  private let snapshot: Snapshot
  package let height: Height

  fileprivate init(_ snapshot: Snapshot, at height: Height) {
    self.snapshot = snapshot
    self.height = height
  }
}

extension HistoricalState: StateView {
  package func value(for key: StateKey) -> [UInt8]? {
    orStop { () throws(StorageError) in
      try snapshot.transaction.contents.withCursor(on: Schema.history) {
        cursor throws(StorageError) in
        // The first change behind the height knows what was there before.
        let wanted = HistoryRecord.key(key, at: height.next)
        guard try cursor.seek(wanted.span) else { return nil }
        return try cursor.withEntry { found, bytes in
          let prefix = found.count - 8
          guard prefix == key.count, found.extracting(..<prefix).isEqual(to: key) else {
            return nil as [UInt8]??
          }
          return .some(HistoryRecord.value(in: bytes))
        } ?? nil
      }
    } ?? snapshot.value(for: key)
  }

  package func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
    var lower = lower
    while true {
      let now = snapshot.firstEntry(from: lower, below: upper)?.key
      let changed = orStop { () throws(StorageError) in
        try firstChangedKey(from: lower, below: upper)
      }
      guard let key = [now, changed].compactMap(\.self).min() else { return nil }
      if let value = value(for: key) { return StateEntry(key: key, value: value) }
      lower = key.successor
    }
  }

  /// The first key within bounds that any block of the history has changed.
  private func firstChangedKey(
    from lower: StateKey, below upper: StateKey?
  ) throws(StorageError) -> StateKey? {
    try snapshot.transaction.contents.withCursor(on: Schema.history) {
      cursor throws(StorageError) in
      guard var key = try cursor.changedKey(from: lower) else { return nil }
      // A bound right behind a key stands before the heights that follow the key here.
      if key < lower {
        guard let behind = key.afterPrefix, let next = try cursor.changedKey(from: behind) else {
          return nil
        }
        key = next
      }
      return upper.map { key < $0 } ?? true ? key : nil
    }
  }
}

extension Cursor {
  /// The key of the first record of the history at or behind a bound.
  fileprivate mutating func changedKey(from lower: StateKey) throws(StorageError) -> StateKey? {
    let bytes = lower.storage.span
    guard try seek(bytes.extracting(..<lower.count)) else { return nil }
    return try withEntry { found, _ in StateKey(copying: found.extracting(..<(found.count - 8))) }
  }
}
