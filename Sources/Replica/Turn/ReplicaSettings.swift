package import Consensus

/// What a node's operator chooses, without harm to agreement.
package struct ReplicaSettings: Sendable {
  package var engine = EngineSettings()
  package var mempool = MempoolLimits()
  /// How often a node says how far it is.
  package var statusMilliseconds: UInt64 = 1_000
  /// How long a peer may take to answer before another is asked.
  package var answerMilliseconds: UInt64 = 5_000
  /// How far behind a node is that asks for ranges of blocks rather than single ones.
  package var lagMax: UInt64 = 16

  package init() {}
}
