/// A database in a directory: keyspaces that change together, one transaction after the other.
///
/// 1. It has one owner. Transactions keep what they need of it alive, so the database is closed
///    when the owner and the last transaction have let go, in whatever order.
/// 2. Any number of read transactions see the database as it was when they began.
/// 3. One write transaction at a time changes it, and is durable when `write` returns.
/// 4. A failure of any kind leaves what was committed before.
package struct Environment: ~Copyable, Sendable {
  let open: OpenEnvironment

  /// Opens the database of a directory, or makes one if the access says so.
  package init(
    _ path: String, keyspaces: [Keyspace], access: Access, options: Options = Options()
  ) throws(StorageError) {
    open = try OpenEnvironment(path, keyspaces: keyspaces, access: access, options: options)
  }

  package var path: String { open.path }

  /// Begins a read transaction, which lasts as long as its value.
  ///
  /// Waits while the map moves. A thread holds one at a time, and none while it writes: a map that
  /// has to grow waits for read transactions to end.
  package func read() throws(StorageError) -> ReadTransaction {
    try ReadTransaction(open)
  }

  /// Runs the body in a write transaction and commits, unless the body throws or abandons.
  ///
  /// Waits for other writers. If the map turns out too small, the transaction is dropped, the map
  /// grows, and **the body runs again from the start**: it has no effects outside the transaction.
  package func write<Result>(
    _ body: (inout WriteTransaction) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    guard open.gate.takePen() else { throw .unusable(path: path) }
    defer { open.gate.returnPen() }
    open.growEarly()
    while true {
      var transaction = try WriteTransaction(open)
      do throws(StorageError) {
        let result = try transaction.lend(to: body)
        try transaction.finish()
        return result
      } catch {
        guard transaction.isOutOfMap else { throw error }
      }
      _ = consume transaction
      try open.grow()
    }
  }

  /// Gives the map more room if it is nearly full and nobody has to wait for it.
  ///
  /// Every `write` does the same when it begins; an idle node may find more moments for it.
  package func growIfNeeded() {
    guard open.gate.takePen() else { return }
    defer { open.gate.returnPen() }
    open.growEarly()
  }

  /// Returns when all that is committed is on the disk.
  ///
  /// Only needed where the options do not promise that of each commit.
  package func synchronize() throws(StorageError) {
    try open.synchronize()
  }
}
