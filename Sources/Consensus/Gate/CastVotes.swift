import Chain
import Codec

/// The votes a validator has cast in an epoch, by view.
///
/// Allowed in one view are {}, {N}, {X}, {N, X}, {F} and {N, F}, with N and F of one candidate.
///
/// They are kept to the end of the epoch, so a view takes as little as it can: what was said of its
/// one candidate, and no signatures.
struct CastVotes: Sendable {
  /// What was cast in one view.
  private struct Ballot: Sendable {
    /// Whom N and F are for.
    var candidate: Statement.Candidate?
    var isNotarized = false
    var isFinalized = false
    var isNullified = false

    var contents: [Statement.Content] {
      var contents: [Statement.Content] = []
      if let candidate, isNotarized { contents.append(.notarize(candidate)) }
      if isNullified { contents.append(.nullify) }
      if let candidate, isFinalized { contents.append(.finalize(candidate)) }
      return contents
    }

    /// Takes a vote in; false if it is for another candidate.
    mutating func add(_ content: Statement.Content) -> Bool {
      switch content {
      case .nullify: isNullified = true
      case .notarize(let other), .finalize(let other):
        guard candidate.map({ $0 == other }) ?? true else { return false }
        candidate = other
        if case .finalize = content { isFinalized = true } else { isNotarized = true }
      }
      return true
    }
  }

  /// Others cannot make a validator remember more: two votes that contradict each other close a
  /// view to everything else.
  private static let votesPerViewMax = 8

  private var ballots = SortedMap<View, Ballot>()
  /// Votes for a second candidate of a view, which somebody else has cast with this key.
  private var forgotten = SortedMap<View, [Statement.Content]>()

  private func contents(of view: View) -> [Statement.Content] {
    (ballots[view]?.contents ?? []) + (forgotten[view] ?? [])
  }

  func holds(_ statement: Statement) -> Bool {
    contents(of: statement.view).contains(statement.content)
  }

  mutating func add(_ statement: Statement) {
    guard !holds(statement) else { return }
    var ballot = ballots[statement.view] ?? Ballot()
    if ballot.add(statement.content) {
      ballots[statement.view] = ballot
    } else {
      forgotten[statement.view] = (forgotten[statement.view] ?? []) + [statement.content]
    }
  }

  /// Adds a vote that was forgotten, unless so many of its view are known that it adds nothing.
  mutating func recall(_ statement: Statement) -> Bool {
    #if PLANTED
      if GateBug.doesNotRecall.isPlanted { return false }
    #endif
    guard contents(of: statement.view).count < Self.votesPerViewMax else { return false }
    add(statement)
    return true
  }

  /// Whether a vote was cast before; if not, no other vote forbids it.
  func hasCast(_ statement: Statement) throws(GateRefusal) -> Bool {
    let contents = contents(of: statement.view)
    if contents.contains(statement.content) { return true }
    for content in contents where Self.excludes(content, statement.content) {
      throw .contradicts(
        Statement(epoch: statement.epoch, view: statement.view, content: content))
    }
    return false
  }

  /// Whether a vote cast in a view keeps another from being cast after it.
  private static func excludes(_ earlier: Statement.Content, _ later: Statement.Content) -> Bool {
    #if PLANTED
      if isOverlooked(earlier, later) { return false }
    #endif
    return switch (earlier, later) {
    case (.notarize(let mine), .notarize(let other)), (.notarize(let mine), .finalize(let other)),
      (.finalize(let mine), .notarize(let other)), (.finalize(let mine), .finalize(let other)):
      mine != other
    case (.nullify, .notarize), (.nullify, .finalize), (.finalize, .nullify): true
    case (.notarize, .nullify), (.nullify, .nullify): false
    }
  }

  #if PLANTED
    private static func isOverlooked(
      _ earlier: Statement.Content, _ later: Statement.Content
    ) -> Bool {
      switch (earlier, later) {
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
