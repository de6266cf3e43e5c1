package import Chain

/// What to do when a node that is connected comes with a second connection.
package enum Rivalry: Equatable {
  case keepOld
  case takeNew
  /// The other end may have lost the old one: whether that lives decides.
  case askOld

  /// Two nodes that dial each other at one time keep the connection that the lower id dialled, at
  /// both ends.
  ///
  /// A node dials only whom it is not connected to; so when it comes again much later, it may have
  /// been started anew.
  package static func judge(
    own: Address, other: Address, oldIsInbound: Bool, newIsInbound: Bool, oldIsFresh: Bool
  ) -> Self {
    guard oldIsFresh, oldIsInbound != newIsInbound else { return .askOld }
    // An inbound connection was dialled by the other.
    let newIsPreferred = newIsInbound == (other < own)
    return newIsPreferred ? .takeNew : .keepOld
  }
}
