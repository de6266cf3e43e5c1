import State

/// Shows the entries of any view of the state.
struct ViewReader<View: StateView>: EntryReader {
  let view: View

  /// All of them, in the order of their keys.
  var entries: [StateEntry] {
    var entries: [StateEntry] = []
    var lower = StateKey()
    while let entry = view.firstEntry(from: lower, below: nil) {
      entries.append(entry)
      lower = entry.key.successor
    }
    return entries
  }

  func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) {
    var lower = lower
    while let entry = view.firstEntry(from: lower, below: upper) {
      guard body(entry.key.bytes.span, entry.value.span) else { return }
      lower = entry.key.successor
    }
  }
}
