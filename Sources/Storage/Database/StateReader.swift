import State

/// The entries of the state in a read transaction, for the state tree.
struct StateReader: ~Copyable, EntryReader {
  private let transaction: ReadTransaction
  private var cursor: Cursor

  init(_ transaction: consuming ReadTransaction) throws(StorageError) {
    cursor = try Cursor(on: Schema.state, of: transaction.contents, isWriting: false)
    self.transaction = transaction
  }

  func progress() throws(StorageError) -> Progress? {
    try transaction.contents.fact(.progress)
  }

  mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) throws(StorageError) {
    try cursor.visitEntries(from: lower, below: upper, body)
  }
}
