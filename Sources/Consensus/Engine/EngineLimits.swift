/// What bounds the memory and the traffic of an engine.
package enum EngineLimits {
  /// How many views at and below the last final one are remembered for those who lag.
  package static let viewsKept: UInt64 = 64

  /// How many certificates answer one request, or follow one nullification that is sent again.
  package static let certificatesPerAnswerMax = 32

  /// How many certificates are sent again when nothing becomes final.
  package static let certificatesPerStandstillMax = 64

  /// How many of its own votes a validator sends again when nothing becomes final, newest first.
  package static let votesPerStandstillMax = 64

  /// How many things are asked for at one time.
  package static let inquiriesMax = 16

  /// How long after helping one who lags the same one is helped again.
  package static let helpIntervalMilliseconds: UInt64 = 1_000

  /// How far a proposal may be ahead of this node's clock before the vote on it has to wait.
  package static let earlinessMilliseconds: UInt64 = 500
}
