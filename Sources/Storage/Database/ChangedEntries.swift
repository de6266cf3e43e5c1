import Codec
import State

/// The state as it will be after changes that are not written yet: a snapshot with them on top.
///
/// It lets the state tree be brought up to date while the changes are being written.
struct ChangedEntries: ~Copyable {
  /// Changes in the order of keys.
  struct List: Sendable {
    let keys: [StateKey]
    private let changes: [ChangeSet.Change]

    init(_ changes: ChangeSet) {
      keys = changes.sorted.map(\.key)
      self.changes = changes.sorted.map(\.value)
    }

    subscript(index: Int) -> ChangeSet.Change { changes[index] }
  }

  private let transaction: ReadTransaction
  private var cursor: Cursor
  private let changes: List

  init(_ transaction: consuming ReadTransaction, changes: List) throws(StorageError) {
    cursor = try Cursor(on: Schema.state, of: transaction.contents, isWriting: false)
    self.transaction = transaction
    self.changes = changes
  }
}

extension ChangedEntries: EntryReader {
  mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) throws(StorageError) {
    var walk = Walk(next: changes.keys[...].firstIndex(from: lower), changes: changes)
    try cursor.visitEntries(from: lower, below: upper) { key, value in
      guard walk.showChanges(upTo: key, body) else { return walk.wantsMore }
      walk.wantsMore = body(key, value)
      return walk.wantsMore
    }
    while walk.hasNext(below: upper) { walk.showNext(body) }
  }

  /// A walk over changes, in step with one over what they change.
  private struct Walk {
    var next: Int
    let changes: List
    var wantsMore = true

    func hasNext(below upper: StateKey?) -> Bool {
      guard wantsMore, next < changes.keys.count else { return false }
      guard let upper else { return true }
      return changes.keys[next] < upper
    }

    /// Shows a change at its place, unless it removes an entry.
    mutating func showNext(_ body: (Span<UInt8>, Span<UInt8>) -> Bool) {
      defer { next += 1 }
      guard case .put(let value) = changes[next] else { return }
      let key = changes.keys[next]
      let bytes = key.storage.span
      wantsMore = body(bytes.extracting(..<key.count), value.span)
    }

    /// Shows changes before an old entry, and the one of that entry, in whose stead it stands; says
    /// whether the old entry is to be shown.
    mutating func showChanges(
      upTo key: Span<UInt8>, _ body: (Span<UInt8>, Span<UInt8>) -> Bool
    ) -> Bool {
      while wantsMore, next < changes.keys.count {
        let order = changes.keys[next].order(with: key)
        if order > 0 { return true }
        showNext(body)
        if order == 0 { return false }
      }
      return wantsMore
    }
  }
}

extension StateKey {
  /// Less than nought if the key comes before another, nought if they are the same.
  fileprivate func order(with other: Span<UInt8>) -> Int {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return Int(self[index]) - Int(other[index])
    }
    return count - other.count
  }
}
