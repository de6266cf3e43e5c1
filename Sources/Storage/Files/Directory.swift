import Glibc

/// The directory an environment lives in, and the files it keeps there.
struct Directory: Sendable {
  static var dataName: String { "data.mdb" }
  private static var readersName: String { "lock.mdb" }
  private static var ownNames: [String] { [dataName, readersName, Claim.lockName] }

  let path: String

  /// The length of the data file, if there is one.
  func dataBytes() throws(StorageError) -> Int? {
    var status = stat()
    // SAFETY: the text is zero-terminated for the length of the call, which fills the structure.
    if unsafe stat("\(path)/\(Self.dataName)", &status) == 0 { return Int(status.st_size) }
    guard errno == ENOENT else { throw StorageError(errno, from: "stat", at: path) }
    return nil
  }

  /// Makes the directory, and those above it, unless it is there.
  func create() throws(StorageError) {
    guard try !exists() else { return }
    let parent = parent
    try parent.create()
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw StorageError(errno, from: "mkdir", at: path)
    }
    try parent.synchronize()
  }

  func exists() throws(StorageError) -> Bool {
    var status = stat()
    // SAFETY: the text is zero-terminated for the length of the call, which fills the structure.
    guard unsafe stat(path, &status) == 0 else {
      // The second code says that something above it is a file, which `create` then names.
      guard errno == ENOENT || errno == ENOTDIR else {
        throw StorageError(errno, from: "stat", at: path)
      }
      return false
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notDirectory(path: path) }
    return true
  }

  /// The first name in the directory that no environment gave, in the order of the alphabet.
  func foreignName() throws(StorageError) -> String? {
    try names().filter { !Self.ownNames.contains($0) }.min()
  }

  func names() throws(StorageError) -> [String] {
    // SAFETY: the stream is used by this call alone and closed at its end; a name is copied before
    // the next entry is read.
    guard let stream = unsafe opendir(path) else {
      throw StorageError(errno, from: "opendir", at: path)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          unsafe String(cString: name)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Gives LMDB's table of readers its place on the disk; before LMDB opens it.
  ///
  /// LMDB makes the file without content and maps it: where the disk is full, writing to the map
  /// would stop the process with a signal. A keyspace that is there keeps its length, which other
  /// processes may rely on.
  func reserveReaders(_ count: Int) throws(StorageError) {
    let (headBytes, readerBytes) = (128, 64)
    var status = stat()
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer; the
    // structure is filled.
    let file = unsafe open("\(path)/\(Self.readersName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    // What forbids this is for LMDB to judge: it reads where nobody can write.
    guard file >= 0 else { return }
    defer { close(file) }
    guard unsafe fstat(file, &status) == 0 else { return }
    let size = status.st_size > 0 ? status.st_size : headBytes + count * readerBytes
    // Some file systems cannot promise a place; on those that can, a full disk is found here.
    let code = posix_fallocate(file, 0, size)
    guard code != ENOSPC && code != EDQUOT else {
      throw StorageError(code, from: "posix_fallocate", at: path)
    }
  }

  /// Returns when the names in the directory are on the disk.
  func synchronize() throws(StorageError) {
    // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
    let file = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw StorageError(errno, from: "open", at: path) }
    defer { close(file) }
    // Some file systems have no such call for directories, and need none.
    guard fsync(file) == 0 || errno == EINVAL else {
      throw StorageError(errno, from: "fsync", at: path)
    }
  }

  var parent: Directory {
    guard let slash = path.lastIndex(of: "/") else { return Directory(path: ".") }
    return Directory(path: slash == path.startIndex ? "/" : String(path[..<slash]))
  }
}
