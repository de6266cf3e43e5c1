/// What is drawn for a world of whole replicas, apart from all that is left to its seed.
package enum ReplicaWorldKind: String, Sendable {
  /// Anything.
  case any
  /// A validator was away for some epochs, and some of those it gets a state from have made up
  /// their own.
  case misled
}
