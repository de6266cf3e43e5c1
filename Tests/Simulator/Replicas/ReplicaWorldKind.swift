/// What is drawn for a world of whole replicas, apart from all that is left to its seed.
package enum ReplicaWorldKind: String, Sendable {
  /// Anything.
  case any
  /// A validator was away for some epochs, and some of the others give states that they have made
  /// up, false ranges, or bodies that are not their blocks'.
  case misled
}
