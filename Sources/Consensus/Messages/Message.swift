package import Chain

/// What validators tell each other.
package enum Message: Sendable {
  case proposal(Proposal)
  /// A vote of the member at a place of the set.
  case vote(Vote, by: Int)
  case certificate(Certificate)
  /// Asks for the certificates of some views.
  case request(ClosedRange<View>)
}
