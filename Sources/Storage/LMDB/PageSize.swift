import Glibc

/// The unit in which the system maps files.
enum PageSize {
  static let bytes = sysconf(Int32(_SC_PAGESIZE))

  static func roundUp(_ count: Int) -> Int {
    precondition(count > 0, "a map has a size")
    return (count + bytes - 1) / bytes * bytes
  }
}
