package import Chain
import Codec
package import State

/// The files of a snapshot: its chunks, and the manifest, which is written last.
///
/// ```
/// 00000000000000086400/
///   manifest
///   chunk-000000 …
/// ```
package struct SnapshotFolder: Sendable {
  private static var manifestName: String { "manifest" }
  private static var manifestSizeBytesMax: Int { 1 << 20 }

  private let directory: Directory

  package init(_ path: String) {
    directory = Directory(path: path)
  }

  package var path: String { directory.path }

  private static func chunkName(_ number: Int) -> String {
    let digits = String(number)
    return "chunk-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// What the snapshot is of; a folder without that is not complete.
  package func manifest() throws(StorageError) -> SnapshotManifest {
    let bytes = try directory.read(Self.manifestName, atMost: Self.manifestSizeBytesMax)
    return try decode(bytes, Self.manifestName)
  }

  /// A chunk as it was written, for a peer who checks it.
  package func chunkBytes(_ number: Int) throws(StorageError) -> [UInt8] {
    try directory.read(Self.chunkName(number), atMost: StateLimits.chunkSizeBytesMax)
  }

  package func chunk(_ number: Int) throws(StorageError) -> SnapshotChunk {
    try decode(try chunkBytes(number), Self.chunkName(number))
  }

  private func decode<Value: Canonical>(
    _ bytes: [UInt8], _ name: String
  ) throws(StorageError) -> Value {
    do {
      return try Value(canonicalBytes: bytes.span)
    } catch {
      throw .corrupt(path: "\(path)/\(name)", reason: "\(error)")
    }
  }

  /// Begins with an empty folder, whatever an attempt before has left.
  func begin() throws(StorageError) {
    try directory.removeAll()
    try directory.create()
  }

  func write(_ chunk: SnapshotChunk, number: Int) throws(StorageError) {
    try directory.write(chunk.canonicalBytes, to: Self.chunkName(number))
  }

  /// Completes the folder.
  package func write(_ manifest: SnapshotManifest) throws(StorageError) {
    try directory.write(manifest.canonicalBytes, to: Self.manifestName)
    try directory.synchronize()
  }
}
