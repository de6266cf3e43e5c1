import State
import Synchronization

/// Brings the state tree up to date on threads of its own, while the changes are being written.
///
/// Hashing costs more than writing, and the parts of a tree need nothing of each other. The threads
/// read the state of the last commit with the changes on top of it.
final class TreeComputation: Sendable {
  /// With fewer changes, starting threads costs more than they save.
  private static var changesPerThreadMin: Int { 256 }
  private static var threadsMax: Int { 4 }
  /// More parts than threads, so that none waits long for the last.
  private static var partsPerThread: Int { 8 }

  private let environment: @Sendable () throws(StorageError) -> ReadTransaction
  private let tree: StateTree
  /// A tree that nobody needs any more, for a thread to free.
  private let retired: Mutex<StateTree?>
  private let changes: ChangedEntries.List
  private let parts: [StateTree.Part]
  private let nextPart = Atomic<Int>(0)
  private let outcome = Mutex<Result<[StateTree.Part.Result], StorageError>>(.success([]))

  let threadCount: Int

  /// Prepares the update of a tree; `read` begins a transaction that sees the state before it.
  init(
    of tree: StateTree, after changes: ChangeSet, retiring retired: StateTree?,
    reading read: @escaping @Sendable () throws(StorageError) -> ReadTransaction
  ) {
    self.tree = tree
    self.retired = Mutex(retired)
    self.changes = ChangedEntries.List(changes)
    environment = read
    let wanted = changes.count / Self.changesPerThreadMin
    threadCount = min(wanted, Self.threadsMax, WorkerThreads.coreCount)
    parts =
      threadCount > 0
      ? tree.parts(changedAt: self.changes.keys, count: threadCount * Self.partsPerThread) : []
  }

  /// Frees the retired tree outside the lock, so that only one thread is busy with it.
  private func freeRetired() {
    let tree = retired.withLock { retired in
      defer { retired = nil }
      return retired
    }
    _ = consume tree
  }

  /// What each thread does: updates parts until none is left.
  func work() {
    freeRetired()
    do throws(StorageError) {
      var reader = try ChangedEntries(try environment(), changes: changes)
      while true {
        let number = nextPart.add(1, ordering: .relaxed).oldValue
        guard number < parts.count else { return }
        let result = try parts[number].updated(reading: &reader)
        outcome.withLock { outcome in
          if case .success(let others) = outcome { outcome = .success(others + [result]) }
        }
      }
    } catch {
      outcome.withLock { $0 = .failure(error) }
    }
  }

  /// Puts the parts together, and does what no thread has done.
  func finish() throws(StorageError) -> (tree: StateTree, subtrees: StateTree.SubtreeChanges) {
    let results = try outcome.withLock { $0 }.get()
    var reader = try ChangedEntries(try environment(), changes: changes)
    let updated = try tree.updated(changes.keys, taking: results, reading: &reader)
    return (updated, updated.subtreeChanges(since: tree, taking: results))
  }
}
