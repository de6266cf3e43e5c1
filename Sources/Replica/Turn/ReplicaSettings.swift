package import Consensus

/// What a node's operator chooses, without harm to agreement.
package struct ReplicaSettings: Sendable {
  package var engine = EngineSettings()
  package var mempool = MempoolLimits()
  /// How often a node says how far it is.
  package var statusMilliseconds: UInt64 = 1_000
  /// How long a peer may take to answer with blocks before another is asked.
  package var answerMilliseconds: UInt64 = 5_000
  /// How long a peer may take to send what is missing of a proposal before another is asked.
  package var bodyMilliseconds: UInt64 = 500
  /// How far behind a node is that asks for ranges of blocks rather than single ones.
  package var lagMax: UInt64 = 16
  /// After how long a client's transaction that still waits is sent to everybody again.
  package var repeatMilliseconds: UInt64 = 30_000

  package init() {}
}
