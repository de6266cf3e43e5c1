import State
import Storage

/// A committed state with the changes of executed blocks on top that are not committed yet.
struct ChangedState: StateView {
  let snapshot: Snapshot
  let changes: ChangeSet

  func value(for key: StateKey) -> [UInt8]? { changes.value(for: key, over: snapshot) }

  func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
    changes.firstEntry(from: lower, below: upper, over: snapshot)
  }
}
