import Chain

/// What this node has voted in a view, or has asked its gate to vote.
///
/// What was asked counts as voted: the vote may be durable before the engine hears of it.
struct OwnVotes: Sendable {
  private(set) var notarized: Statement.Candidate?
  private(set) var nullified = false
  private(set) var finalized: Statement.Candidate?
  /// The votes that are durable, and can be sent as often as needed.
  private(set) var cast: [Vote] = []

  mutating func ask(for statement: Statement) {
    switch statement.content {
    case .notarize(let candidate): notarized = notarized ?? candidate
    case .nullify: nullified = true
    case .finalize(let candidate): finalized = finalized ?? candidate
    }
  }

  /// Takes note of a durable vote; false when it is known already.
  mutating func add(_ vote: Vote) -> Bool {
    ask(for: vote.statement)
    guard !cast.contains(where: { $0.statement == vote.statement }) else { return false }
    cast.append(vote)
    return true
  }

  func vote(_ kind: VoteKind) -> Vote? {
    cast.first { $0.statement.kind == kind }
  }
}
