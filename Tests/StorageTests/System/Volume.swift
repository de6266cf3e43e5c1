import Foundation
import TestSupport

/// A file system in memory, of a size of our choice, unmounted when the test lets go of it.
final class Volume: Sendable {
  let folder: TemporaryFolder

  /// Nothing if this process may not mount, which is said in the test's output.
  init?(megabytes: Int) throws {
    folder = try TemporaryFolder()
    guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path) else {
      print("skipped: this process may not mount a file system of its own")
      return nil
    }
  }

  deinit {
    _ = Self.run("umount", "--lazy", folder.path)
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// Forbids or allows writing to the whole file system.
  func setWritable(_ isWritable: Bool) -> Bool {
    Self.run("mount", "-o", isWritable ? "remount,rw" : "remount,ro", folder.path)
  }

  /// Takes all space but so many bytes, or gives back what it has taken beyond that.
  func leave(_ count: Int) throws {
    let ballast = path("ballast")
    try? FileManager.default.removeItem(atPath: ballast)
    let space = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
    guard let free = (space[.systemFreeSize] as? NSNumber)?.intValue, free > count else { return }
    try Data(repeating: 1, count: free - count).write(to: URL(fileURLWithPath: ballast))
  }

  private static func run(_ program: String, _ arguments: String...) -> Bool {
    guard let path = Running.find(program) else { return false }
    return (try? Running(path, arguments))?.exitCode == 0
  }
}
