import CLMDB
import Glibc

/// LMDB's handle of an open directory, closed when nobody refers to it any more.
///
/// Whoever calls LMDB with it is inside the gate or holds the pen, except where a call says that it
/// does not look at the map.
@safe final class OpenEnvironment: Sendable {
  // SAFETY: made before anybody sees this value and closed in `deinit`; LMDB's handle may be used
  // by many threads, and the gate keeps the map in place meanwhile.
  nonisolated(unsafe) let pointer: OpaquePointer
  let path: String
  let gate = Gate()
  let options: Environment.Options
  let isWritable: Bool
  let keyspaceCount: Int
  /// Given back after the handle is closed: stored values go after `deinit` has run.
  private let claim: Claim

  init(
    _ path: String, keyspaces: [Keyspace], access: Environment.Access, options: Environment.Options
  ) throws(StorageError) {
    precondition(
      keyspaces.enumerated().allSatisfy { $0.offset == $0.element.number },
      "keyspaces are listed in the order of their numbers")
    let directory = Directory(path: path)
    let isNew = try Self.prepare(directory, for: access)
    switch access {
    case .readOnly: isWritable = false
    case .readWrite: isWritable = true
    }
    self.path = path
    self.options = options
    keyspaceCount = keyspaces.count
    claim = try Claim(path, writing: isWritable)
    if isNew { try directory.clearUnfinishedData() }
    // SAFETY: this value owns the handle from here on.
    unsafe pointer = try Self.open(
      directory, isWritable: isWritable, keyspaceCount: keyspaces.count, options: options)
    try checkLength()
    clearDeadReaders()
    try openTables(keyspaces)
    if isNew { try directory.synchronize() }
  }

  deinit {
    // SAFETY: every transaction and cursor holds a reference to this value, so none is left.
    unsafe mdb_env_close(pointer)
  }

  /// Sees that there is a database, or a place for a new one; says whether it will be new.
  private static func prepare(
    _ directory: Directory, for access: Environment.Access
  ) throws(StorageError) -> Bool {
    if case .readWrite(create: true) = access { try directory.create() }
    guard try directory.exists() else { throw .missingDatabase(path: directory.path) }
    if try directory.dataBytes() != nil, try !directory.hasUnfinishedData() { return false }
    guard case .readWrite(create: true) = access else {
      throw .missingDatabase(path: directory.path)
    }
    if let found = try directory.foreignName() {
      throw .foreignDirectory(path: directory.path, found: found)
    }
    return true
  }

  private static func open(
    _ directory: Directory, isWritable: Bool, keyspaceCount: Int, options: Environment.Options
  ) throws(StorageError) -> OpaquePointer {
    let path = directory.path
    let mapBytes = options.initialMapBytes(forData: try directory.dataBytes() ?? 0)
    try directory.reserveReaders(options.readersMax)
    var flags = MDB_NOTLS
    if !isWritable { flags |= MDB_RDONLY }
    if case .onDemand = options.durability { flags |= MDB_NOSYNC }
    var handle: OpaquePointer?
    // SAFETY: the library fills the handle, which is closed here on every way but the last.
    let made = unsafe mdb_env_create(&handle)
    guard made == 0, let handle = unsafe handle else {
      throw StorageError(made, from: "mdb_env_create", at: path)
    }
    for (call, code) in [
      ("mdb_env_set_mapsize", unsafe mdb_env_set_mapsize(handle, mapBytes)),
      ("mdb_env_set_maxreaders", unsafe mdb_env_set_maxreaders(handle, UInt32(options.readersMax))),
      ("mdb_env_set_maxdbs", unsafe mdb_env_set_maxdbs(handle, UInt32(keyspaceCount))),
      ("mdb_env_open", unsafe mdb_env_open(handle, path, UInt32(flags), 0o600)),
    ] as [(StaticString, Int32)] where code != 0 {
      unsafe mdb_env_close(handle)
      throw StorageError(code, from: call, at: path, mapBytes: mapBytes)
    }
    return unsafe handle
  }

  /// Frees the slots of read transactions whose processes are gone; says whether there were any.
  @discardableResult
  func clearDeadReaders() -> Bool {
    var count: Int32 = 0
    // SAFETY: the library looks at the table of readers only and fills the count.
    return unsafe mdb_reader_check(pointer, &count) == 0 && count > 0
  }

  /// Opens each keyspace for as long as the environment is open.
  private func openTables(_ keyspaces: [Keyspace]) throws(StorageError) {
    let beginning = isWritable ? 0 : UInt32(MDB_RDONLY)
    let opening = isWritable ? UInt32(MDB_CREATE) : 0
    var transaction: OpaquePointer?
    // SAFETY: nobody else has this value yet; the transaction is ended here on every way out, and
    // names are zero-terminated constants.
    let begun = unsafe mdb_txn_begin(pointer, nil, beginning, &transaction)
    guard begun == 0, let transaction = unsafe transaction else {
      throw error(begun, from: "mdb_txn_begin")
    }
    for keyspace in keyspaces {
      var handle: UInt32 = 0
      let name = unsafe UnsafeRawPointer(keyspace.name.utf8Start).assumingMemoryBound(
        to: CChar.self)
      let code = unsafe mdb_dbi_open(transaction, name, opening, &handle)
      guard code == 0 else {
        unsafe mdb_txn_abort(transaction)
        throw code == MDB_NOTFOUND
          ? .missingKeyspace(path: path, name: "\(keyspace.name)")
          : error(code, from: "mdb_dbi_open")
      }
      precondition(
        handle == keyspace.handle, "LMDB numbers keyspaces in the order they are opened in")
    }
    let code = unsafe mdb_txn_commit(transaction)
    guard code == 0 else { throw error(code, from: "mdb_txn_commit") }
  }

  /// What a code means here.
  func error(_ code: Int32, from call: StaticString) -> StorageError {
    var readersMax: UInt32 = 0
    // SAFETY: the library fills the number from the handle.
    unsafe mdb_env_get_maxreaders(pointer, &readersMax)
    return StorageError(code, from: call, at: path, readersMax: Int(readersMax))
  }

  /// Does not look at the map.
  func synchronize() throws(StorageError) {
    // SAFETY: the handle is open as long as this value is.
    let code = unsafe mdb_env_sync(pointer, 1)
    guard code == 0 else { throw error(code, from: "mdb_env_sync") }
  }
}
