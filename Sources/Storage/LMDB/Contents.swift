import CLMDB

/// What a transaction sees: every keyspace, as if nobody else were there.
///
/// A read transaction sees the state as of its beginning; a write transaction sees its own changes
/// on top. Values are lent to closures without a copy, and cannot outlive them: nothing can change
/// or end the transaction while they run.
@safe package struct Contents: ~Copyable {
  // SAFETY: this value belongs to a transaction, which ends it once and then lets go of it.
  let transaction: OpaquePointer
  let environment: OpenEnvironment

  init(_ transaction: OpaquePointer, of environment: OpenEnvironment) {
    // SAFETY: handed over by the caller, who has just begun the transaction.
    unsafe self.transaction = unsafe transaction
    self.environment = environment
  }

  /// A copy of the value of a key, or nothing if the keyspace has no such key.
  package func get(
    _ key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) -> [UInt8]? {
    // SAFETY: the value stays where it is while the transaction is borrowed.
    guard let value = unsafe try find(key, in: keyspace) else { return nil }
    return unsafe [UInt8](value)
  }

  /// Lends the value of a key to the body, or returns nothing if the keyspace has no such key.
  package func withValue<Result>(
    of key: Span<UInt8>, in keyspace: Keyspace,
    _ body: (Span<UInt8>) throws(StorageError) -> Result
  ) throws(StorageError) -> Result? {
    // SAFETY: the value stays where it is while the transaction is borrowed.
    guard let value = unsafe try find(key, in: keyspace) else { return nil }
    return try body(unsafe value.span)
  }

  package func contains(_ key: Span<UInt8>, in keyspace: Keyspace) throws(StorageError) -> Bool {
    // SAFETY: the value is not looked at.
    unsafe try find(key, in: keyspace) != nil
  }

  /// Lends a cursor that stands before the first entry, for reading.
  package func withCursor<Result>(
    on keyspace: Keyspace, _ body: (inout Cursor) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    var cursor = try Cursor(on: keyspace, of: self, isWriting: false)
    return try cursor.lend(to: body)
  }

  /// Checks what a caller promises of a key of a keyspace.
  func check(_ key: Span<UInt8>, in keyspace: Keyspace) {
    precondition(
      !key.isEmpty && key.count <= Keyspace.keyBytesMax, "a key has from 1 to 511 bytes")
    check(keyspace)
  }

  func check(_ keyspace: Keyspace) {
    precondition(
      keyspace.number < environment.keyspaceCount,
      "a keyspace is one of those its environment opened")
  }

  private func find(
    _ key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) -> UnsafeBufferPointer<UInt8>? {
    check(key, in: keyspace)
    // SAFETY: the transaction is open, and the key is there for the length of the call, which sets
    // the value to a place in the map.
    var value = unsafe MDB_val()
    let code = unsafe key.withUnsafeBufferPointer { key in
      var key = unsafe MDB_val(key)
      return unsafe mdb_get(transaction, keyspace.handle, &key, &value)
    }
    if code == 0 { return unsafe value.bytes }
    guard code == MDB_NOTFOUND else { throw environment.error(code, from: "mdb_get") }
    return nil
  }

  /// Ends the transaction without a trace; the owner calls this once, and nothing after it.
  func abort() {
    // SAFETY: the owner has not ended it before.
    unsafe mdb_txn_abort(transaction)
  }
}
