import CLMDB

/// The database as it was at one moment, for as long as this value lives.
///
/// It keeps the pages of that moment from being used again, so the file grows while it is held and
/// the database is written. It may be handed from thread to thread, one at a time.
package struct ReadTransaction: ~Copyable {
  package let contents: Contents

  init(_ environment: OpenEnvironment) throws(StorageError) {
    contents = try environment.beginReading()
  }

  deinit {
    contents.abort()
    contents.environment.gate.leave()
  }
}

extension OpenEnvironment {
  /// Goes in through the gate, and stays inside until the transaction has ended.
  fileprivate func beginReading() throws(StorageError) -> Contents {
    while true {
      guard gate.enter() else { throw .unusable(path: path) }
      var transaction: OpaquePointer?
      // SAFETY: the library fills the pointer, whose owner ends the transaction.
      let code = unsafe mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &transaction)
      if let transaction = unsafe transaction { return unsafe Contents(transaction, of: self) }
      gate.leave()
      switch code {
      case MDB_MAP_RESIZED: try adopt()
      case MDB_READERS_FULL where clearDeadReaders(): continue
      default: throw error(code, from: "mdb_txn_begin")
      }
    }
  }
}
