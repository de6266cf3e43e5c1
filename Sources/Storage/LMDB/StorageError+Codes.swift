import CLMDB
import Glibc

extension StorageError {
  /// What a code of LMDB or of the system means for a directory.
  ///
  /// This is the only place that knows. `MDB_NOTFOUND` of a look-up and `MDB_MAP_RESIZED` are
  /// answers rather than errors and do not come here. Sizes and limits are for the message.
  init(
    _ code: Int32, from call: StaticString, at path: String, mapBytes: Int = 0, readersMax: Int = 0
  ) {
    switch code {
    case ENOSPC, EDQUOT: self = .diskFull(path: path)
    // LMDB has no better code for a write that stopped half-way, as the last one on a disk does.
    case EIO where DiskSpace.isExhausted(at: path): self = .diskFull(path: path)
    case ENOMEM where mapBytes > 0: self = .mapRefused(path: path, sizeBytes: mapBytes)
    case EACCES, EPERM: self = .noPermission(path: path)
    case EROFS: self = .readOnlyFileSystem(path: path)
    case ENOTDIR: self = .notDirectory(path: path)
    case ENOENT: self = .missingDatabase(path: path)
    case MDB_INVALID: self = .notDatabase(path: path)
    case MDB_VERSION_MISMATCH: self = .libraryMismatch(path: path)
    case MDB_MAP_FULL: self = .mapFull(path: path, sizeBytes: mapBytes)
    case MDB_READERS_FULL: self = .tooManyReaders(path: path, limit: readersMax)
    case MDB_CORRUPTED: self = .corrupt(path: path, reason: "a page is not what it should be")
    case MDB_PAGE_NOTFOUND: self = .corrupt(path: path, reason: "a page is missing")
    case MDB_INCOMPATIBLE:
      self = .corrupt(path: path, reason: "a keyspace is not what it should be")
    case MDB_PANIC: self = .unusable(path: path)
    case MDB_KEYEXIST: self = .outOfOrder(path: path)
    default: self = .system(call: "\(call)", code: code, path: path)
    }
  }
}
