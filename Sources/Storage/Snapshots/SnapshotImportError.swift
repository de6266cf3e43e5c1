package import State

/// Why a snapshot could not be imported: what came was no part of it, or the disk refused.
package enum SnapshotImportError: Error, Equatable {
  case chunk(SnapshotChunkError)
  case storage(StorageError)
}

extension SnapshotImportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .chunk(let error): "\(error)"
    case .storage(let error): "\(error)"
    }
  }
}
