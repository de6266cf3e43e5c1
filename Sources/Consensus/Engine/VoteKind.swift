package import Chain

/// The three kinds of vote, without what they are about.
package enum VoteKind: Int, CaseIterable, Comparable, Sendable {
  case notarize
  case nullify
  case finalize

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Statement {
  package var kind: VoteKind {
    switch content {
    case .notarize: .notarize
    case .nullify: .nullify
    case .finalize: .finalize
    }
  }

  /// The block in its place that the statement is about; a nullification is about none.
  package var candidate: Candidate? {
    switch content {
    case .notarize(let candidate), .finalize(let candidate): candidate
    case .nullify: nil
    }
  }
}
