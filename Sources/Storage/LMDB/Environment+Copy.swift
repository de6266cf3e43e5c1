import CLMDB
import Glibc

extension Environment {
  /// Copies what is committed into a directory of its own, while others read and write.
  ///
  /// Compacting leaves the free pages out and takes longer. Waits for a write transaction that
  /// runs; a map that has to grow waits for the copy as it does for a read transaction. The copy is
  /// on the disk when this returns; if it fails, nothing is left of it.
  package func copy(to path: String, compacting: Bool) throws(StorageError) {
    precondition(!open.gate.isPenMine, "a copy is not made inside a write transaction")
    let target = Directory(path: path)
    let isNew = try !target.exists()
    try target.create()
    guard try target.names().isEmpty else { throw .directoryNotEmpty(path: path) }
    do throws(StorageError) {
      try copyData(to: target, compacting: compacting)
    } catch {
      target.removeData(andItself: isNew)
      throw error
    }
  }

  private func copyData(to target: Directory, compacting: Bool) throws(StorageError) {
    let name = "\(target.path)/\(Directory.dataName)"
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    let file = unsafe Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw StorageError(errno, from: "open", at: target.path) }
    defer { close(file) }
    guard open.gate.enter() else { throw .unusable(path: path) }
    defer { open.gate.leave() }
    // SAFETY: the library reads the map, which stays while this thread is inside the gate.
    let code = unsafe mdb_env_copyfd2(open.pointer, file, compacting ? UInt32(MDB_CP_COMPACT) : 0)
    guard code == 0 else {
      throw StorageError(code, from: "mdb_env_copyfd2", at: code < 0 ? path : target.path)
    }
    guard fsync(file) == 0 else { throw StorageError(errno, from: "fsync", at: target.path) }
    try target.synchronize()
  }
}

extension Directory {
  /// Takes back what a copy that failed has made.
  fileprivate func removeData(andItself isOurs: Bool) {
    // SAFETY: the texts are zero-terminated for the length of the calls, which keep no pointer.
    unsafe unlink("\(path)/\(Self.dataName)")
    if isOurs { unsafe rmdir(path) }
  }
}
