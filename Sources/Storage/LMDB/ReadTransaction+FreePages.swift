import CLMDB

extension ReadTransaction {
  /// How many pages of the file hold nothing and wait to be used again.
  package var freePages: Int {
    get throws(StorageError) {
      var count = 0
      try visitFreePages { _ in count += 1 }
      return count
    }
  }

  /// Visits the numbers of the free pages.
  ///
  /// They are the first of LMDB's own keyspaces, which it shows to readers: each value is a list of
  /// machine words, the number of free pages and then the pages.
  func visitFreePages(_ body: (Int) -> Void) throws(StorageError) {
    let keyspace: UInt32 = 0
    let word = MemoryLayout<Int>.size
    var cursor: OpaquePointer?
    // SAFETY: the cursor is closed here, before the transaction ends; values are read before the
    // cursor moves on, within their size and as they lie.
    let opened = unsafe mdb_cursor_open(contents.transaction, keyspace, &cursor)
    guard let cursor = unsafe cursor else {
      throw contents.environment.error(opened, from: "mdb_cursor_open")
    }
    defer { unsafe mdb_cursor_close(cursor) }
    var (key, value) = unsafe (MDB_val(), MDB_val())
    var code = unsafe mdb_cursor_get(cursor, &key, &value, MDB_FIRST)
    while code == 0 {
      let bytes = unsafe UnsafeRawBufferPointer(value.bytes)
      let count = unsafe bytes.loadUnaligned(as: Int.self)
      guard (count + 1) * word <= bytes.count else {
        throw .corrupt(path: contents.environment.path, reason: "a list of free pages is too short")
      }
      for index in 0..<count {
        body(unsafe bytes.loadUnaligned(fromByteOffset: (index + 1) * word, as: Int.self))
      }
      code = unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT)
    }
    guard code == MDB_NOTFOUND else {
      throw contents.environment.error(code, from: "mdb_cursor_get")
    }
  }
}
