import Glibc

extension Directory {
  /// Gives the directory another name, durably; one of that name that is empty is replaced.
  func rename(to newPath: String) throws(StorageError) {
    // SAFETY: both texts are zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe Glibc.rename(path, newPath) == 0 else {
      throw StorageError(errno, from: "rename", at: newPath)
    }
    try Directory(path: newPath).parent.synchronize()
  }

  /// Removes the directory with the files in it, if it is there.
  func removeAll() throws(StorageError) {
    guard try exists() else { return }
    for name in try names() {
      // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
      guard unsafe unlink("\(path)/\(name)") == 0 || errno == ENOENT else {
        throw StorageError(errno, from: "unlink", at: "\(path)/\(name)")
      }
    }
    // SAFETY: as above.
    guard unsafe rmdir(path) == 0 else { throw StorageError(errno, from: "rmdir", at: path) }
  }

  /// Writes a new file of some bytes, which are on the disk when this returns.
  func write(_ bytes: [UInt8], to name: String) throws(StorageError) {
    do throws(SystemError) {
      try OpenFile("\(path)/\(name)", for: .creatingPrivate).withDescriptor {
        file throws(SystemError) in
        try file.write(bytes)
        try file.synchronize()
      }
    } catch {
      throw StorageError(error.code, from: "write", at: "\(path)/\(name)")
    }
  }

  /// Reads a whole file, or refuses one that is longer than a limit.
  func read(_ name: String, atMost limit: Int) throws(StorageError) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try OpenFile("\(path)/\(name)", for: .reading).withDescriptor {
        file throws(SystemError) in
        try file.readAll(atMost: limit + 1)
      }
    } catch {
      throw StorageError(error.code, from: "read", at: "\(path)/\(name)")
    }
    guard bytes.count <= limit else {
      throw .corrupt(path: "\(path)/\(name)", reason: "it is longer than \(limit) bytes")
    }
    return bytes
  }
}
