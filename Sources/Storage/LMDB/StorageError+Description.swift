import CLMDB

extension StorageError: CustomStringConvertible {
  package var description: String { "\(complaint); \(remedy)" }

  private var complaint: String {
    switch self {
    case .diskFull(let path):
      "the disk that holds \(path) is full"
    case .mapFull(let path, let size):
      "the database in \(path) has filled its map of \(size) bytes and may not grow further"
    case .mapRefused(let path, let size):
      "the system refuses \(size) bytes of addresses for the database in \(path)"
    case .growthBlocked(let path, let readers):
      "the database in \(path) must grow, and \(readers) of its read transactions stayed open"
    case .noPermission(let path):
      "this user may not read and write \(path)"
    case .readOnlyFileSystem(let path):
      "the file system that holds \(path) is read-only"
    case .notDirectory(let path):
      "\(path) is not a directory"
    case .missingDatabase(let path):
      "there is no database in \(path)"
    case .missingKeyspace(let path, let name):
      "the database in \(path) has no keyspace \(name)"
    case .foreignDirectory(let path, let found):
      "\(path) holds no database, and it is not empty: there is \(found)"
    case .notDatabase(let path):
      "the data file in \(path) is not a database"
    case .libraryMismatch(let path):
      "the data file in \(path) was written by another generation of LMDB"
    case .inUse(let path, let process?):
      "process \(process) has the database in \(path) open for writing"
    case .inUse(let path, nil):
      "another process has the database in \(path) open for writing"
    case .alreadyOpen(let path):
      "this process has the database in \(path) open already"
    case .tooManyReaders(let path, let limit):
      "all \(limit) read transactions of the database in \(path) are taken"
    case .corrupt(let path, let reason):
      "the database in \(path) is damaged: \(reason)"
    case .unusable(let path):
      "the database in \(path) cannot be used any more since an earlier call failed"
    case .outOfOrder(let path):
      "a key appended to a keyspace in \(path) does not come after all keys of the keyspace"
    case .directoryNotEmpty(let path):
      "\(path) is not empty"
    case .newerFormat(let path, let found, let known):
      "the database in \(path) has format \(found), and this program knows up to \(known)"
    case .olderFormat(let path, let found, let known):
      "the database in \(path) has format \(found), and this program reads \(known)"
    case .otherNetwork(let path, let found, let expected):
      "the database in \(path) belongs to the network \(found), not to \(expected)"
    case .notClosing(let path, let height):
      "the last block in \(path), at height \(height), does not end an epoch"
    case .system(let call, let code, let path):
      "\(call) failed for \(path): \(Self.words(for: code))"
    }
  }

  private var remedy: String {
    switch self {
    case .diskFull: "free some space; everything committed is still there"
    case .mapFull: "raise the limit of the map; everything committed is still there"
    case .mapRefused: "raise the limit on address space, as `ulimit -v` shows it"
    case .growthBlocked: "end read transactions sooner, and hold none while writing"
    case .noPermission: "run as the user who owns it, or give this user its directory"
    case .readOnlyFileSystem: "mount it for writing"
    case .notDirectory, .foreignDirectory: "name another directory, or move this one away"
    case .missingDatabase: "check the path, or start a node there first"
    case .missingKeyspace: "let a node of this version open it once"
    case .notDatabase: "restore it from a copy, or move it away and synchronise anew"
    case .libraryMismatch: "use the version of the program that wrote it"
    case .inUse: "stop that process first"
    case .alreadyOpen: "open a directory once and share what that gives"
    case .tooManyReaders: "end read transactions sooner, or raise the limit of readers"
    case .corrupt: "restore it from a copy, or move it away and synchronise anew"
    case .unusable: "start the program again; everything committed is still there"
    case .outOfOrder: "put the key instead of appending it"
    case .directoryNotEmpty: "name a directory that is empty or does not exist"
    case .newerFormat: "install the release that wrote it, or a later one"
    case .olderFormat: "synchronise anew into another directory"
    case .otherNetwork: "name the directory of this network's node"
    case .notClosing: "export a snapshot right after a closing block is committed"
    case .system: "see to the cause and start the program again"
    }
  }

  /// LMDB knows its own codes and asks the system for the others.
  private static func words(for code: Int32) -> String {
    // SAFETY: the library returns a zero-terminated text for every code, copied here at once.
    unsafe String(cString: mdb_strerror(code))
  }
}
