/// What this node does in an epoch.
package enum EngineRole: Hashable, Sendable {
  /// It votes, as the member at this place of the set.
  case validator(Int)
  /// It follows and signs nothing: no member, or one whose journal is not to be trusted.
  case observer

  package var member: Int? {
    switch self {
    case .validator(let member): member
    case .observer: nil
    }
  }
}
