import Glibc

/// What is left of the disk below a directory.
enum DiskSpace {
  /// Whether there is no block left for this user.
  static func isExhausted(at path: String) -> Bool {
    var status = statvfs()
    // SAFETY: the text is zero-terminated for the length of the call, which fills the structure
    // and keeps no pointer.
    return unsafe statvfs(path, &status) == 0 && status.f_bavail == 0
  }
}
