/// What bounds the memory and the traffic of an engine.
package enum EngineLimits {
  /// How many views below the last final one keep their votes, so that late contradictions show.
  package static let viewsKept: UInt64 = 64

  /// How many views have their votes in memory; of older ones only certificates are left.
  package static let viewsWithVotesMax: UInt64 = 256

  /// The certificates of how many views answer one request.
  package static let viewsPerAnswerMax: UInt64 = 32

  /// How many certificates, and how many own votes, are sent again when nothing becomes final;
  /// newest first.
  package static let messagesPerStandstillMax = 64

  /// How many things are asked for at one time.
  package static let inquiriesMax = 16

  /// How long after helping one who lags the same one is helped again.
  package static let helpIntervalMilliseconds: UInt64 = 1_000

  /// How far a proposal may be ahead of this node's clock before the vote on it has to wait.
  package static let earlinessMilliseconds: UInt64 = 500
}
