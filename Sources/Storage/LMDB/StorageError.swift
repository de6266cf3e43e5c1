/// Why the database refused, with the place and what there is to do about it.
package enum StorageError: Error, Equatable {
  case diskFull(path: String)
  /// The map has reached the limit its options set.
  case mapFull(path: String, sizeBytes: Int)
  /// The system gives this process no addresses for a map of this size.
  case mapRefused(path: String, sizeBytes: Int)
  /// The map could not grow because read transactions stayed open too long.
  case growthBlocked(path: String, readers: Int)
  case noPermission(path: String)
  case readOnlyFileSystem(path: String)
  case notDirectory(path: String)
  case missingDatabase(path: String)
  case missingKeyspace(path: String, name: String)
  /// A database would have to be made in a directory that holds something else.
  case foreignDirectory(path: String, found: String)
  /// There is a data file, and LMDB did not write it.
  case notDatabase(path: String)
  /// The file has a layout that another generation of LMDB writes.
  case libraryMismatch(path: String)
  /// Another process writes here; its id if its lock file tells.
  case inUse(path: String, process: Int32?)
  case alreadyOpen(path: String)
  case tooManyReaders(path: String, limit: Int)
  case corrupt(path: String, reason: String)
  /// An earlier failure left this environment without a map or a root page it can trust.
  case unusable(path: String)
  /// An appended key does not come after every key of its keyspace.
  case outOfOrder(path: String)
  /// A copy goes into a directory of its own.
  case directoryNotEmpty(path: String)
  /// A later version of the program wrote the database.
  case newerFormat(path: String, found: UInt32, known: UInt32)
  /// An earlier version of the program wrote it, in a layout that this one does not read any more.
  case olderFormat(path: String, found: UInt32, known: UInt32)
  case otherNetwork(path: String, found: String, expected: String)
  /// A snapshot was asked for after a block that does not end an epoch.
  case notClosing(path: String, height: String)
  /// What the system or the library refused for any other reason.
  case system(call: String, code: Int32, path: String)
}
