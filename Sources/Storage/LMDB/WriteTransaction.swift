import CLMDB

/// Changes that become part of the database together or not at all.
///
/// `Environment.write` lends it, commits it when the body returns, and drops it otherwise. Once a
/// call has failed for any reason but an order of keys, the transaction cannot be committed any
/// more, whether or not the body passes the error on.
@safe package struct WriteTransaction: ~Copyable {
  /// What is stored, with the changes so far.
  package let contents: Contents

  /// What keeps the transaction from being committed.
  private var failure: StorageError?
  private var isAbandoned = false
  private var isOpen = true

  init(_ environment: OpenEnvironment) throws(StorageError) {
    var transaction: OpaquePointer?
    // SAFETY: the library fills the pointer; this value ends the transaction, on the same thread,
    // for `write` lends it and takes it back.
    let code = unsafe mdb_txn_begin(environment.pointer, nil, 0, &transaction)
    guard let transaction = unsafe transaction else {
      throw environment.error(code, from: "mdb_txn_begin")
    }
    contents = unsafe Contents(transaction, of: environment)
  }

  deinit {
    if isOpen { contents.abort() }
  }

  /// Sets the value of a key, whether or not there was one.
  package mutating func put(
    _ value: Span<UInt8>, for key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) {
    try put(value, for: key, in: keyspace, flags: 0)
  }

  /// Sets the value of a key that has none; `false` if it has one, which it keeps.
  package mutating func insert(
    _ value: Span<UInt8>, for key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) -> Bool {
    try put(value, for: key, in: keyspace, flags: UInt32(MDB_NOOVERWRITE))
  }

  /// Sets the value of a key that comes after every key of the keyspace, and fills pages to the
  /// brim.
  ///
  /// A key that does not come last is refused, and nothing has changed then.
  package mutating func append(
    _ value: Span<UInt8>, for key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) {
    try put(value, for: key, in: keyspace, flags: UInt32(MDB_APPEND))
  }

  /// Writes; `false` if it must not replace a value and there is one.
  @discardableResult
  private mutating func put(
    _ value: Span<UInt8>, for key: Span<UInt8>, in keyspace: Keyspace, flags: UInt32
  ) throws(StorageError) -> Bool {
    contents.check(key, in: keyspace)
    // SAFETY: the transaction is open, and the library reads key and value during the call only.
    let code = unsafe key.withUnsafeBufferPointer { key in
      unsafe value.withUnsafeBufferPointer { value in
        var (key, value) = unsafe (MDB_val(key), MDB_val(value))
        return unsafe mdb_put(contents.transaction, keyspace.handle, &key, &value, flags)
      }
    }
    if code == 0 { return true }
    if code == MDB_KEYEXIST, flags == UInt32(MDB_NOOVERWRITE) { return false }
    throw note(code, from: "mdb_put")
  }

  /// Removes a key with its value; `false` if the keyspace has no such key.
  @discardableResult
  package mutating func delete(
    _ key: Span<UInt8>, in keyspace: Keyspace
  ) throws(StorageError) -> Bool {
    contents.check(key, in: keyspace)
    // SAFETY: the transaction is open, and the library reads the key during the call only.
    let code = unsafe key.withUnsafeBufferPointer { key in
      var key = unsafe MDB_val(key)
      return unsafe mdb_del(contents.transaction, keyspace.handle, &key, nil)
    }
    if code == 0 { return true }
    guard code == MDB_NOTFOUND else { throw note(code, from: "mdb_del") }
    return false
  }

  /// Removes every entry of a keyspace.
  package mutating func clear(_ keyspace: Keyspace) throws(StorageError) {
    contents.check(keyspace)
    // SAFETY: the transaction is open; the keyspace stays, and with it its handle.
    let code = unsafe mdb_drop(contents.transaction, keyspace.handle, 0)
    guard code == 0 else { throw note(code, from: "mdb_drop") }
  }

  /// Lends a cursor that stands before the first entry, for reading and writing.
  package mutating func edit<Result>(
    _ keyspace: Keyspace, _ body: (inout Cursor) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    var cursor = try Cursor(on: keyspace, of: contents, isWriting: true)
    defer { failure = failure ?? cursor.failure }
    return try cursor.lend(to: body)
  }

  /// Lets `write` return what the body returns, and drop the changes.
  package mutating func abandon() {
    isAbandoned = true
  }

  /// Remembers what went wrong unless it did no harm.
  private mutating func note(_ code: Int32, from call: StaticString) -> StorageError {
    let error = contents.environment.error(code, from: call)
    if code != MDB_KEYEXIST { failure = failure ?? error }
    return error
  }
}

/// The life of a transaction.
extension WriteTransaction {
  /// Lends this transaction, which is the same one when the body returns.
  mutating func lend<Result>(
    to body: (inout WriteTransaction) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    // SAFETY: only the pointers are compared.
    let lent = unsafe contents.transaction
    defer {
      unsafe precondition(contents.transaction == lent, "a transaction stays where it was lent")
    }
    return try body(&self)
  }

  /// Whether there would be no failure with a larger map.
  var isOutOfMap: Bool {
    if case .mapFull = failure { true } else { false }
  }

  /// Commits, unless the transaction is abandoned or has failed.
  mutating func finish() throws(StorageError) {
    if let failure { throw failure }
    if isAbandoned { return }
    // LMDB frees the transaction, whether or not it can commit.
    isOpen = false
    // SAFETY: the transaction is open until here and not used again.
    let code = unsafe mdb_txn_commit(contents.transaction)
    guard code == 0 else { throw note(code, from: "mdb_txn_commit") }
    contents.environment.settleLength()
  }
}
