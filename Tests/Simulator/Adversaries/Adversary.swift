/// What a dishonest validator does; each runs the honest code and changes what leaves it.
enum Adversary: String, CaseIterable {
  /// Says different things to different nodes: other blocks as a leader, other votes always.
  case equivocator
  /// Nullifies every view it also notarizes and finalizes.
  case nuller
  /// Proposes without a body, to some only, and keeps votes to itself.
  case withholder
  /// Votes in the name of others, and puts their names under certificates.
  case impersonator
  /// Sends what was true once, again and again.
  case outdated
  /// Two nodes with one key, neither of which knows of the other.
  case twin
  /// Changes single bits of what it sends.
  case mutator
  /// Its clock is ahead, so that its blocks come too early.
  case earlyClock
  /// As a leader, breaks every rule of proposals there is; as a voter, votes for far-off views and
  /// proposes in those that others lead.
  case lawless
}
