import Chain
import Codec
import Cryptography
import Foundation
import Replica
import Storage
import Synchronization

/// The snapshots in a home: each a folder with the height of its closing block as its name.
final class SnapshotShelf: Sendable {
  private struct Entry {
    let closing: Digest
    let folder: SnapshotFolder
    let manifest: SnapshotManifest
  }

  /// How many there are: whoever began with the one before can end with it.
  private static let countMax = 2

  private let path: String
  /// Oldest first.
  private let entries: Mutex<[Entry]>

  /// Finds what is there, and removes what was never completed.
  init(_ path: String) {
    self.path = path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    var entries: [Entry] = []
    for name in names.sorted() {
      let folder = SnapshotFolder("\(path)/\(name)")
      if let manifest = try? folder.manifest() {
        entries.append(
          Entry(closing: manifest.closing.hash, folder: folder, manifest: manifest))
      } else {
        try? FileManager.default.removeItem(atPath: folder.path)
      }
    }
    self.entries = Mutex(entries)
  }

  /// Behind which block the oldest one is.
  var oldestHeight: Height? { entries.withLock { $0.first?.manifest.closing.height } }

  /// Where the snapshot after a closing block belongs.
  func place(of closing: Header) throws(CocoaError) -> String {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw error as? CocoaError ?? CocoaError(.fileWriteUnknown)
    }
    let digits = String(closing.height.units)
    return "\(path)/\(String(repeating: "0", count: 20 - digits.count))\(digits)"
  }

  /// Takes in a snapshot that is complete, and removes those before the last ones, as well as those
  /// of a database that was ahead of this one.
  func add(_ folder: SnapshotFolder, of manifest: SnapshotManifest) {
    let outdated = entries.withLock { entries in
      let height = manifest.closing.height
      let ahead = entries.filter { $0.manifest.closing.height >= height }
      entries.removeLast(ahead.count)
      entries.append(
        Entry(closing: manifest.closing.hash, folder: folder, manifest: manifest))
      let before = entries.dropLast(Self.countMax)
      entries.removeFirst(before.count)
      return (ahead + before).map(\.folder.path).filter { $0 != folder.path }
    }
    for path in outdated { try? FileManager.default.removeItem(atPath: path) }
  }

  /// The newest snapshot, if blocks from a height on are enough to go on from it.
  func newest(followedFrom oldest: Height) -> SnapshotManifest? {
    let newest = entries.withLock { $0.last?.manifest }
    guard let newest, oldest <= newest.closing.height.next else { return nil }
    return newest
  }

  /// A chunk of a snapshot that is here, also when another is offered by now.
  func chunkBytes(_ number: UInt32, of closing: Digest) -> [UInt8]? {
    let entry = entries.withLock { entries in entries.first { $0.closing == closing } }
    guard let entry, number < entry.manifest.chunkCount else { return nil }
    return try? entry.folder.chunkBytes(Int(number))
  }
}
