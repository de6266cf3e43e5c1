/// How patient this node is; others may choose differently without harm to agreement.
package struct EngineSettings: Hashable, Sendable {
  /// How long the leader of a view may take to be heard, before timeouts grow.
  package var leaderTimeoutMilliseconds: UInt64 = 1_000
  /// How long a view may take to yield a certified block, the time to execute included.
  package var certifyTimeoutMilliseconds: UInt64 = 2_000
  /// Timeouts grow by a quarter with each view that brings no finality, up to this.
  package var timeoutMaxMilliseconds: UInt64 = 30_000
  /// How long to wait before saying or asking something again, at first and at most.
  package var retryMilliseconds: UInt64 = 1_000
  package var retryMaxMilliseconds: UInt64 = 10_000
  /// How long a leader must not have been heard, while a quorum was, to be skipped at once.
  package var skipTimeoutMilliseconds: UInt64 = 10_000
  /// How long nothing may become final before everything still of use is sent again.
  package var standstillMilliseconds: UInt64 = 10_000

  package init() {}
}
