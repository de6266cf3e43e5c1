import CLMDB

extension Contents {
  /// The number of entries of a keyspace, which LMDB keeps count of.
  package func count(of keyspace: Keyspace) throws(StorageError) -> Int {
    try usage(of: keyspace).entries
  }

  package func usage(of keyspace: Keyspace) throws(StorageError) -> Usage {
    check(keyspace)
    var statistics = MDB_stat()
    // SAFETY: the transaction is open, and the library fills the structure.
    let code = unsafe mdb_stat(transaction, keyspace.handle, &statistics)
    guard code == 0 else { throw environment.error(code, from: "mdb_stat") }
    return Usage(
      entries: statistics.ms_entries, depth: Int(statistics.ms_depth),
      branchPages: statistics.ms_branch_pages, leafPages: statistics.ms_leaf_pages,
      overflowPages: statistics.ms_overflow_pages, pageBytes: Int(statistics.ms_psize))
  }
}
