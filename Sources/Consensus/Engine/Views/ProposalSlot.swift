import Chain

/// What the leader of a view has proposed, as far as it was heard.
enum ProposalSlot: Sendable {
  case empty
  case holds(Statement.Candidate)
  /// The leader has proposed two different blocks, or a quorum notarized another than was heard of.
  case conflicted
}
