import Chain
import State
import Storage

/// The state after the last commit, read anew in each turn.
///
/// A replica keeps such a view between commits, and no snapshot may be held for that long. That it
/// may be ahead of what the replica was told does no harm: a block is committed only after the
/// replica has taken in its execution, so it knows the senders of all blocks in between by itself,
/// and of everybody else the balance can only have grown.
final class LatestState: StateView {
  private let database: Database
  private var snapshot: Snapshot?

  init(of database: Database) {
    self.database = database
  }

  private var current: Snapshot {
    if let snapshot { return snapshot }
    return read { () throws(StorageError) in
      let snapshot = try database.snapshot()
      self.snapshot = snapshot
      return snapshot
    }
  }

  private func read<Value>(_ body: () throws(StorageError) -> Value) -> Value {
    do throws(StorageError) {
      return try body()
    } catch {
      fatalError("\(error)")
    }
  }

  /// The oldest block whose body is here, or the next one to come.
  var oldestHeight: Height {
    read { () throws(StorageError) in try current.oldestHeight() }
  }

  /// Lets the snapshot go, at the end of a turn.
  func rest() { snapshot = nil }

  func value(for key: StateKey) -> [UInt8]? { current.value(for: key) }

  func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
    current.firstEntry(from: lower, below: upper)
  }
}
