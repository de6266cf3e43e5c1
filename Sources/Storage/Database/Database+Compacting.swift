import Glibc

extension Database {
  /// Rewrites the file of a database that no node has open, without the space that holds nothing.
  ///
  /// The new file takes the place of the old one in a single step, so that whenever the machine
  /// stops there is a whole database. It needs as much free space as the result takes.
  package static func compact(_ path: String) throws(StorageError) {
    let target = Directory(path: "\(path).compacting")
    try target.removeAll()
    let environment = try Environment(
      path, keyspaces: Schema.keyspaces, access: .readWrite(create: false))
    let format = try environment.read().contents.fact(.format, as: FormatNumber.self)?.number
    try FormatNumber.check(format ?? 0, at: path)
    try environment.copy(to: target.path, compacting: true)
    // The lock on the old file is kept until the new one has its name.
    let source = "\(target.path)/\(Directory.dataName)"
    // SAFETY: both texts are zero-terminated for the length of the call, which keeps no pointer.
    guard unsafe rename(source, "\(path)/\(Directory.dataName)") == 0 else {
      throw StorageError(errno, from: "rename", at: path)
    }
    try Directory(path: path).synchronize()
    try target.removeAll()
  }
}
