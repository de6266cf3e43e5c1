import Storage

/// What the database of a node is for.
enum StorageKind: String, CaseIterable, Sendable {
  case validator, follower, archive

  var settings: StorageSettings {
    switch self {
    case .validator: .validator
    case .follower: .follower
    case .archive: .archive
    }
  }
}
