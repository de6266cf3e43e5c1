package import Codec

/// Why a chunk is no part of the snapshot it is said to be of.
package enum SnapshotChunkError: Error, Equatable {
  /// Entries are missing, made up, changed, or of another state.
  case otherRoot
  /// The chunk's bytes are no list of entries.
  case badEntries(ByteError)
  /// It has a shape that no chunk has; the rule says which.
  case malformed(StaticString)

  package static func == (left: Self, right: Self) -> Bool {
    left.description == right.description
  }
}

extension SnapshotChunkError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherRoot: "the chunk is no part of the state with the expected root"
    case .badEntries(let error): "the chunk's entries are not well-formed: \(error)"
    case .malformed(let rule): "the chunk is not well-formed: \(rule)"
    }
  }
}
