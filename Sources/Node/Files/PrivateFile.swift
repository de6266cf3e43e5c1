import Foundation
import Glibc
package import Storage
package import Storage

/// Files that hold secrets: only their owner may read them, and none is ever overwritten.
package enum PrivateFile {
  /// Writes a new file that either holds all bytes or does not exist, whenever the machine stops.
  ///
  /// The bytes go to a file of another name first, which then gets the right name by a hard link:
  /// unlike a renaming, that fails where the name is taken.
  package static func create(_ path: String, holding bytes: [UInt8]) throws(SystemError) {
    let directory = directory(of: path)
    let temporary = "\(directory)/.tradewind-\(UUID().uuidString)"
    try write(bytes, to: temporary)
    // SAFETY: both texts are zero-terminated for the length of the calls, which keep no pointer.
    let linking = unsafe link(temporary, path) == 0 ? nil : SystemError.last
    unsafe unlink(temporary)
    if let linking { throw linking }
    // The name is part of the directory, and is safe only once that is on the disk as well.
    try OpenFile(directory, for: .directory).withDescriptor { directory throws(SystemError) in
      try directory.synchronize()
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let file = try OpenFile(path, for: .creatingPrivate)
    do {
      try file.withDescriptor { file throws(SystemError) in
        try file.write(bytes)
        try file.synchronize()
      }
    } catch {
      // SAFETY: the text is zero-terminated for the length of the call, which keeps no pointer.
      unsafe unlink(path)
      throw error
    }
  }

  /// Whether there is anything of this name, be it a link that leads nowhere.
  package static func isTaken(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path)) != nil
  }

  /// The bytes of a file, one more than the limit at most, and whether others may read it.
  package static func read(
    _ path: String, atMost limit: Int
  ) throws(SystemError) -> (bytes: [UInt8], isOpenToOthers: Bool) {
    let file = try OpenFile(path, for: .reading)
    return try file.withDescriptor { file throws(SystemError) in
      let permissions = try file.permissions()
      return (try file.readAll(atMost: limit + 1), permissions & 0o077 != 0)
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    // The root directory is the one whose name ends in a slash.
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
