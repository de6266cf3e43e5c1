/// Which members of a record are written.
package enum ABIPart: Sendable {
  case all
  /// The topics of an event.
  case indexed
  /// What of an event is no topic.
  case data

  func contains(isIndexed: Bool) -> Bool {
    switch self {
    case .all: true
    case .indexed: isIndexed
    case .data: !isIndexed
    }
  }
}
