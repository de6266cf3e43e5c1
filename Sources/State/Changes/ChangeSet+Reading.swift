extension ChangeSet {
  /// A key's value as it is after the changes.
  package func value(for key: StateKey, over view: some StateView) -> [UInt8]? {
    switch change(of: key) {
    case .put(let value): value
    case .remove: nil
    case nil: view.value(for: key)
    }
  }

  /// The first entry within bounds as it is after the changes.
  package func firstEntry(
    from lower: StateKey, below upper: StateKey?, over view: some StateView
  ) -> StateEntry? {
    var lower = lower
    while true {
      let below = view.firstEntry(from: lower, below: upper)
      let changed = firstChange(from: lower)
      guard let changed, upper.map({ changed.key < $0 }) ?? true else { return below }
      if let below, below.key < changed.key { return below }
      switch changed.change {
      case .put(let value): return StateEntry(key: changed.key, value: value)
      case .remove: lower = changed.key.successor
      }
    }
  }
}
