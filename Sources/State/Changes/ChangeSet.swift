package import Codec

/// What a block, or several in a row, did to the state: the new value of each key it touched.
///
/// Savepoints nest: rolling back to one undoes everything since, including what was rolled back to
/// or forgotten in between.
package struct ChangeSet: Sendable {
  /// A key's new state.
  package enum Change: Hashable, Sendable {
    case put([UInt8])
    case remove
  }

  /// A moment to which the changes can be rolled back.
  package struct Savepoint: Sendable {
    fileprivate let undoCount: Int
  }

  /// How to undo the last touch of a key: its change before, if it had one.
  private struct Undo: Sendable {
    let key: StateKey
    let change: Change?
  }

  private var changes = SortedMap<StateKey, Change>()
  private var undo: [Undo] = []

  package init() {}

  /// How many keys have changed.
  package var count: Int { changes.count }
  package var isEmpty: Bool { changes.isEmpty }

  /// The changed keys in order, each with its change.
  package var sorted: SortedMap<StateKey, Change> { changes }

  package func change(of key: StateKey) -> Change? { changes[key] }

  /// The first change of a key that is not before a bound.
  package func firstChange(from key: StateKey) -> (key: StateKey, change: Change)? {
    changes.first(from: key).map { ($0.key, $0.value) }
  }

  package mutating func put(_ value: [UInt8], for key: StateKey) {
    precondition(!value.isEmpty, "a value of the state is never empty")
    precondition(
      value.count <= StateLimits.valueSizeBytesMax, "a value of the state keeps within its limit")
    set(.put(value), for: key)
  }

  package mutating func remove(_ key: StateKey) {
    set(.remove, for: key)
  }

  private mutating func set(_ change: Change, for key: StateKey) {
    undo.append(Undo(key: key, change: changes.updateValue(change, forKey: key)))
  }

  package func savepoint() -> Savepoint { Savepoint(undoCount: undo.count) }

  /// Undoes everything since the savepoint.
  package mutating func rollBack(to savepoint: Savepoint) {
    precondition(savepoint.undoCount <= undo.count, "a savepoint is not used after an earlier one")
    while undo.count > savepoint.undoCount {
      let step = undo.removeLast()
      changes[step.key] = step.change
    }
  }

  /// Makes everything so far final: no savepoint taken before may be used any more.
  package mutating func forgetSavepoints() {
    undo.removeAll()
  }

  /// Takes over the changes of a later block.
  package mutating func append(_ later: ChangeSet) {
    for (key, change) in later.changes { changes[key] = change }
    forgetSavepoints()
  }
}
