import Chain
import Codec

/// The votes a validator has cast in an epoch, by view.
///
/// Allowed in one view are {}, {N}, {X}, {N, X}, {F} and {N, F}, with N and F of one candidate.
struct CastVotes: Sendable {
  /// Others cannot make a validator remember more: two votes that contradict each other close a
  /// view to everything else.
  private static let votesPerViewMax = 8

  private var views = SortedMap<View, [Vote]>()

  func holds(_ statement: Statement) -> Bool {
    vote(for: statement) != nil
  }

  private func vote(for statement: Statement) -> Vote? {
    views[statement.view]?.first { $0.statement == statement }
  }

  mutating func add(_ vote: Vote) {
    views[vote.statement.view] = (views[vote.statement.view] ?? []) + [vote]
  }

  /// Adds a vote that was forgotten, unless so many of its view are known that it adds nothing.
  mutating func recall(_ vote: Vote) -> Bool {
    #if PLANTED
      if GateBug.doesNotRecall.isPlanted { return false }
    #endif
    let count = views[vote.statement.view]?.count ?? 0
    guard count < Self.votesPerViewMax else { return false }
    add(vote)
    return true
  }

  /// The vote itself if it was cast before; otherwise nothing, once no other vote forbids it.
  func cast(_ statement: Statement) throws(GateRefusal) -> Vote? {
    if let vote = vote(for: statement) { return vote }
    for other in views[statement.view] ?? [] where Self.excludes(other.statement, statement) {
      throw .contradicts(other.statement)
    }
    return nil
  }

  /// Whether a vote cast in a view keeps another from being cast after it.
  private static func excludes(_ earlier: Statement, _ later: Statement) -> Bool {
    #if PLANTED
      if isOverlooked(earlier, later) { return false }
    #endif
    return switch (earlier.content, later.content) {
    case (.notarize(let mine), .notarize(let other)), (.notarize(let mine), .finalize(let other)),
      (.finalize(let mine), .notarize(let other)), (.finalize(let mine), .finalize(let other)):
      mine != other
    case (.nullify, .notarize), (.nullify, .finalize), (.finalize, .nullify): true
    case (.notarize, .nullify), (.nullify, .nullify): false
    }
  }

  #if PLANTED
    private static func isOverlooked(_ earlier: Statement, _ later: Statement) -> Bool {
      switch (earlier.content, later.content) {
      case (.notarize, .notarize): GateBug.notarizesTwice.isPlanted
      case (.nullify, .finalize): GateBug.finalizesAfterNullifying.isPlanted
      case (.finalize, .nullify): GateBug.nullifiesAfterFinalizing.isPlanted
      case (.nullify, .notarize): GateBug.notarizesAfterNullifying.isPlanted
      case (.notarize, .finalize): GateBug.finalizesAnother.isPlanted
      default: false
      }
    }
  #endif
}
