import Codec
package import State

/// The state tree reads buckets through a cursor on the state's keyspace.
extension Cursor: EntryReader {
  package mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) throws(StorageError) {
    let low = lower.storage.span
    guard let upper else {
      return try visit(from: low.extracting(..<lower.count), below: nil) { key, value in
        body(key, value)
      }
    }
    let high = upper.storage.span
    try visit(from: low.extracting(..<lower.count), below: high.extracting(..<upper.count)) {
      key, value in
      body(key, value)
    }
  }

  /// A copy of the value of a key, on which the cursor then stands.
  mutating func value(of key: StateKey) throws(StorageError) -> [UInt8]? {
    let bytes = key.storage.span
    guard try seek(bytes.extracting(..<key.count)) else { return nil }
    return try withEntry { found, value in
      found.isEqual(to: key) ? [UInt8](copying: value) : nil
    } ?? nil
  }

  /// Carries out one change.
  mutating func apply(_ change: ChangeSet.Change, to key: StateKey) throws(StorageError) {
    let bytes = key.storage.span
    switch change {
    case .put(let value):
      try put(value.span, for: bytes.extracting(..<key.count))
    case .remove:
      guard try seek(bytes.extracting(..<key.count)) else { return }
      if try withEntry({ found, _ in found.isEqual(to: key) }) == true { try delete() }
    }
  }
}

extension Span<UInt8> {
  func isEqual(to key: StateKey) -> Bool {
    guard count == key.count else { return false }
    for index in indices where self[index] != key[index] { return false }
    return true
  }
}
