package import Chain
import State

/// Writes the state after a closing block to files, chunk by chunk.
///
/// It sees the database as it was when it began, however long it takes. The manifest is the
/// caller's, who has to wait for the header that names the state's root.
package struct SnapshotExport: ~Copyable {
  package let folder: SnapshotFolder
  /// The closing block.
  package let height: Height
  private var cutter: ChunkCutter
  private var reader: StateReader
  /// How many chunks are written.
  package private(set) var chunkCount = 0

  /// Begins an export into a folder of its own, and empties that.
  ///
  /// The last block of the database has to be a closing one, after which the state is the one that
  /// other nodes look for.
  package init(
    of database: Database, to path: String, chunkSizeBytes: Int = StateLimits.chunkSizeBytes
  ) throws(StorageError) {
    let folder = SnapshotFolder(path)
    try folder.begin()
    let state = try database.closedState()
    let cutter = ChunkCutter(state.tree, sizeBytes: chunkSizeBytes)
    self.init(into: folder, reading: state, by: cutter)
  }

  private init(
    into folder: SnapshotFolder, reading state: consuming ClosedState, by cutter: ChunkCutter
  ) {
    self.folder = folder
    height = state.height
    self.cutter = cutter
    reader = state.reader
  }

  /// Writes the next chunk; false once there is none.
  package mutating func writeNext() throws(StorageError) -> Bool {
    guard let chunk = try cutter.next(reading: &reader) else { return false }
    try folder.write(chunk, number: chunkCount)
    chunkCount += 1
    return true
  }
}

/// The state after a closing block, and its tree.
struct ClosedState: ~Copyable {
  let height: Height
  let tree: StateTree
  let reader: StateReader
}

extension Database {
  /// The state after the last block, if that ends an epoch.
  fileprivate func closedState() throws(StorageError) -> ClosedState {
    let tip = tip
    let reader = try StateReader(environment.read())
    let progress = try reader.progress()
    guard let progress, progress.isClosing, tip.progress == progress else {
      throw .notClosing(path: path, height: progress.map { "\($0.height)" } ?? "none")
    }
    return ClosedState(height: progress.height, tree: tip.tree, reader: reader)
  }
}
