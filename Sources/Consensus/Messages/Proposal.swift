package import Chain

/// A block offered by the leader of a view: its header, and the leader's own vote for it.
///
/// The body travels beside it. A closing block that is proposed again keeps its header; the vote
/// names the view.
package struct Proposal: Sendable {
  package let header: Header
  package let vote: Vote

  package init(header: Header, vote: Vote) {
    self.header = header
    self.vote = vote
  }
}
