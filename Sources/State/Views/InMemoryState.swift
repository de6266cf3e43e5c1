import Codec
package import Cryptography

/// The state in memory, with its tree: for simulations, tests and building a genesis.
package struct InMemoryState: Sendable {
  private var entries = SortedMap<StateKey, [UInt8]>()
  package private(set) var tree = StateTree()

  package init() {}

  package var count: Int { entries.count }
  package var root: Digest { tree.root }

  /// Takes over changes, and brings the tree up to date.
  package mutating func apply(_ changes: ChangeSet) {
    for (key, change) in changes.sorted {
      switch change {
      case .put(let value): entries[key] = value
      case .remove: entries[key] = nil
      }
    }
    var reader = self
    tree = tree.updated(changes.sorted.map(\.key), reading: &reader)
  }
}

extension InMemoryState: StateView {
  package func value(for key: StateKey) -> [UInt8]? { entries[key] }

  package func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
    guard let first = entries.first(from: lower), upper.map({ first.key < $0 }) ?? true else {
      return nil
    }
    return StateEntry(key: first.key, value: first.value)
  }
}

extension InMemoryState: EntryReader {
  package func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) {
    var lower = lower
    while let entry = firstEntry(from: lower, below: upper) {
      let key = entry.key
      let bytes = key.storage.span
      guard body(bytes.extracting(0..<key.count), entry.value.span) else { return }
      lower = key.successor
    }
  }
}
