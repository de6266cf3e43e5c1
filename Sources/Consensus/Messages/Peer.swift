/// Where a message comes from or goes to.
package enum Peer: Hashable, Sendable {
  /// A member, by its place in the epoch's set.
  case member(Int)
  /// Anyone else, by a number of the caller's choice.
  case other(UInt64)
}
