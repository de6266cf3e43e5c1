import CLMDB

/// LMDB called directly, with nothing of ours around it: the yardstick for the database.
@safe final class BareDatabase {
  // SAFETY (this file): pointers come from the library and live until `deinit`; keys and values are
  // there for the length of each call, and so is what the library fills.
  private let environment: OpaquePointer
  private let table: MDB_dbi

  init(_ path: String) throws(BareError) {
    var environment: OpaquePointer?
    // SAFETY: as above.
    try unsafe Self.check(mdb_env_create(&environment))
    guard let environment = unsafe environment else { throw BareError(code: -1) }
    unsafe self.environment = environment
    try unsafe Self.check(mdb_env_set_mapsize(environment, 64 << 30))
    try unsafe Self.check(mdb_env_open(environment, path, UInt32(MDB_NOTLS), 0o600))
    var transaction: OpaquePointer?
    try unsafe Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
    var table: MDB_dbi = 0
    try unsafe Self.check(mdb_dbi_open(transaction, nil, 0, &table))
    try unsafe Self.check(mdb_txn_commit(transaction))
    self.table = table
  }

  deinit {
    // SAFETY: as above; nobody uses it any more.
    unsafe mdb_env_close(environment)
  }

  /// Puts entries and makes them durable.
  func put(_ entries: [(key: [UInt8], value: [UInt8])]) throws(BareError) {
    var transaction: OpaquePointer?
    // SAFETY: as above.
    try unsafe Self.check(mdb_txn_begin(environment, nil, 0, &transaction))
    for (key, value) in entries {
      try unsafe Self.check(
        key.withUnsafeBytes { key in
          unsafe value.withUnsafeBytes { value in
            var key = unsafe MDB_val(
              mv_size: key.count, mv_data: UnsafeMutableRawPointer(mutating: key.baseAddress))
            var value = unsafe MDB_val(
              mv_size: value.count, mv_data: UnsafeMutableRawPointer(mutating: value.baseAddress))
            return unsafe mdb_put(transaction, table, &key, &value, 0)
          }
        })
    }
    try unsafe Self.check(mdb_txn_commit(transaction))
  }

  /// Looks keys up, and returns the sum of the first bytes of their values.
  func get(_ keys: [[UInt8]]) throws(BareError) -> Int {
    var transaction: OpaquePointer?
    // SAFETY: as above.
    try unsafe Self.check(mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction))
    defer { unsafe mdb_txn_abort(transaction) }
    var sum = 0
    for key in keys {
      var value = unsafe MDB_val()
      try unsafe Self.check(
        key.withUnsafeBytes { key in
          var key = unsafe MDB_val(
            mv_size: key.count, mv_data: UnsafeMutableRawPointer(mutating: key.baseAddress))
          return unsafe mdb_get(transaction, table, &key, &value)
        })
      sum += unsafe Int(value.mv_data.load(as: UInt8.self))
    }
    return sum
  }

  private static func check(_ code: Int32) throws(BareError) {
    guard code == 0 else { throw BareError(code: code) }
  }
}

/// A call of LMDB that failed.
struct BareError: Error {
  let code: Int32
}
