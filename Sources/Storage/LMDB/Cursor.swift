import CLMDB
import Glibc

/// A place in a keyspace, from which entries are visited in the order of their keys.
///
/// It stands on an entry, or before the first, or behind the last, or, after a change, where that
/// change was made. A transaction lends it and takes it back, so it cannot outlive either.
@safe package struct Cursor: ~Copyable {
  private enum Place {
    case beginning
    case end
    case entry
    /// On the entry that was put, or in the gap that a removed one left.
    case change
  }

  // SAFETY: opened in `init` and closed in `deinit`, between which the transaction stays open.
  private let pointer: OpaquePointer
  private let environment: OpenEnvironment
  private let isWriting: Bool
  private var place = Place.beginning
  // Where the entry lies in the map, if the cursor stands on one.
  private var key = unsafe MDB_val()
  private var value = unsafe MDB_val()
  /// What keeps the transaction from being committed.
  private(set) var failure: StorageError?

  init(on keyspace: Keyspace, of contents: borrowing Contents, isWriting: Bool) throws(StorageError)
  {
    contents.check(keyspace)
    var cursor: OpaquePointer?
    // SAFETY: the transaction is open, and the library fills the pointer.
    let code = unsafe mdb_cursor_open(contents.transaction, keyspace.handle, &cursor)
    guard let cursor = unsafe cursor else {
      throw contents.environment.error(code, from: "mdb_cursor_open")
    }
    unsafe pointer = unsafe cursor
    environment = contents.environment
    self.isWriting = isWriting
  }

  deinit {
    // SAFETY: opened in `init`; the transaction that lent this value is still open.
    unsafe mdb_cursor_close(pointer)
  }

  /// Lends this cursor, which is the same one when the body returns.
  mutating func lend<Result>(
    to body: (inout Cursor) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    // SAFETY: only the pointers are compared.
    let lent = unsafe pointer
    defer { unsafe precondition(pointer == lent, "a cursor stays where it was lent") }
    return try body(&self)
  }
}

/// Each of these says whether the cursor stands on an entry now.
extension Cursor {
  @discardableResult
  package mutating func first() throws(StorageError) -> Bool {
    try move(MDB_FIRST, otherwise: .end)
  }

  @discardableResult
  package mutating func last() throws(StorageError) -> Bool {
    try move(MDB_LAST, otherwise: .beginning)
  }

  /// Goes to the first entry whose key is the given one or comes after it.
  ///
  /// The empty key comes before all others.
  @discardableResult
  package mutating func seek(_ wanted: Span<UInt8>) throws(StorageError) -> Bool {
    guard !wanted.isEmpty else { return try first() }
    precondition(wanted.count <= Keyspace.keyBytesMax, "a key has at most 511 bytes")
    // SAFETY: the library reads the wanted key during the call and then sets the key it found.
    let code = unsafe wanted.withUnsafeBufferPointer { wanted in
      unsafe key = unsafe MDB_val(wanted)
      return unsafe mdb_cursor_get(pointer, &key, &value, MDB_SET_RANGE)
    }
    return try arrive(code, otherwise: .end)
  }

  @discardableResult
  package mutating func next() throws(StorageError) -> Bool {
    switch place {
    case .beginning: try first()
    case .entry, .change: try move(MDB_NEXT, otherwise: .end)
    case .end: false
    }
  }

  @discardableResult
  package mutating func previous() throws(StorageError) -> Bool {
    switch place {
    case .beginning: false
    case .entry, .change: try move(MDB_PREV, otherwise: .beginning)
    case .end: try last()
    }
  }

  private mutating func move(
    _ operation: MDB_cursor_op, otherwise miss: Place
  ) throws(StorageError) -> Bool {
    // SAFETY: the cursor is open, and the library sets key and value to places in the map.
    let code = unsafe mdb_cursor_get(pointer, &key, &value, operation)
    return try arrive(code, otherwise: miss)
  }

  private mutating func arrive(
    _ code: Int32, otherwise miss: Place
  ) throws(StorageError) -> Bool {
    if code == 0 {
      place = .entry
      return true
    }
    place = miss
    guard code == MDB_NOTFOUND else { throw environment.error(code, from: "mdb_cursor_get") }
    return false
  }
}

/// Reading what the cursor stands on.
extension Cursor {
  /// Lends key and value of the entry, or returns nothing if the cursor stands on none.
  package func withEntry<Result>(
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(StorageError) -> Result
  ) throws(StorageError) -> Result? {
    guard case .entry = place else { return nil }
    // SAFETY: the entry stays where it is while the cursor is borrowed: nothing else can change the
    // transaction, and the cursor only when it is not borrowed.
    let (key, value) = unsafe (key.bytes, value.bytes)
    return try body(unsafe key.span, unsafe value.span)
  }

  /// Visits entries from the lower bound on, in the order of their keys, for as long as they are
  /// below the upper one, if any, and the body returns `true`.
  ///
  /// The cursor then stands on the first entry that was not visited, or behind the last entry; if
  /// the body had enough, or threw, on the one it was shown.
  package mutating func visit(
    from lower: Span<UInt8>, below upper: Span<UInt8>?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(StorageError) -> Bool
  ) throws(StorageError) {
    var isThere = try seek(lower)
    while isThere {
      if let upper, !isBelow(upper) { return }
      // SAFETY: as for `withEntry`.
      let (key, value) = unsafe (key.bytes, value.bytes)
      guard try body(unsafe key.span, unsafe value.span) else { return }
      isThere = try move(MDB_NEXT, otherwise: .end)
    }
  }

  /// Whether the key comes before a bound, in the order of LMDB: by bytes, and a beginning before
  /// what goes on.
  private func isBelow(_ bound: Span<UInt8>) -> Bool {
    // SAFETY: the key lies in the map while the cursor stands on it; the count is the smaller one.
    unsafe bound.withUnsafeBufferPointer { bound in
      guard let data = unsafe key.mv_data, let base = bound.baseAddress else { return false }
      let order = unsafe memcmp(data, base, min(key.mv_size, bound.count))
      return unsafe order != 0 ? order < 0 : key.mv_size < bound.count
    }
  }
}

/// Changing the keyspace, through a cursor that `WriteTransaction.edit` lends.
///
/// The cursor then stands on no entry, and goes on from where the change was made.
extension Cursor {
  /// Sets the value of a key, wherever it belongs; quick if that is near.
  package mutating func put(
    _ value: Span<UInt8>, for key: Span<UInt8>
  ) throws(StorageError) {
    try put(value, for: key, flags: 0)
  }

  private mutating func put(
    _ value: Span<UInt8>, for key: Span<UInt8>, flags: UInt32
  ) throws(StorageError) {
    precondition(isWriting, "a cursor lent for reading changes nothing")
    precondition(
      !key.isEmpty && key.count <= Keyspace.keyBytesMax, "a key has from 1 to 511 bytes")
    // SAFETY: the transaction is open, and the library reads key and value during the call only.
    let code = unsafe key.withUnsafeBufferPointer { key in
      unsafe value.withUnsafeBufferPointer { value in
        var (key, value) = unsafe (MDB_val(key), MDB_val(value))
        return unsafe mdb_cursor_put(pointer, &key, &value, flags)
      }
    }
    try settle(code, from: "mdb_cursor_put")
  }

  /// Sets the value of a key that comes after every key of the keyspace.
  package mutating func append(
    _ value: Span<UInt8>, for key: Span<UInt8>
  ) throws(StorageError) {
    try put(value, for: key, flags: UInt32(MDB_APPEND))
  }

  /// Removes the entry the cursor stands on.
  package mutating func delete() throws(StorageError) {
    precondition(isWriting, "a cursor lent for reading changes nothing")
    precondition(place == .entry, "there is an entry to delete")
    // SAFETY: the transaction is open.
    let code = unsafe mdb_cursor_del(pointer, 0)
    try settle(code, from: "mdb_cursor_del")
  }

  private mutating func settle(_ code: Int32, from call: StaticString) throws(StorageError) {
    place = .change
    guard code != 0 else { return }
    let error = environment.error(code, from: call)
    failure = failure ?? error
    throw error
  }
}
