package import Consensus

/// What a node's operator chooses, without harm to agreement.
package struct ReplicaSettings: Sendable {
  package var engine = EngineSettings()
  package var mempool = MempoolLimits()
  /// How long to wait for peers before voting in an epoch in which a journal's loss is accepted.
  package var acceptance = LossAcceptance.Patience()
  /// How often a node says how far it is.
  package var statusMilliseconds: UInt64 = 1_000
  /// How long a peer may say nothing at all before others are asked rather.
  package var muteMilliseconds: UInt64 = 2_500
  /// How long a peer may take to answer with blocks before another is asked.
  package var answerMilliseconds: UInt64 = 5_000
  /// How long a peer may take to send what is missing of a proposal before another is asked.
  package var bodyMilliseconds: UInt64 = 500
  /// How far behind a node is that asks for ranges of blocks rather than single ones.
  package var lagMax: UInt64 = 16
  /// How many epochs behind a node is that would rather begin again from a snapshot than get all
  /// the blocks between.
  package var snapshotLagEpochs: UInt64 = 36
  /// How long after an attempt to get a snapshot the next one begins.
  package var snapshotRetryMilliseconds: UInt64 = 60_000
  /// After how long a client's transaction that still waits is sent to everybody again.
  package var repeatMilliseconds: UInt64 = 30_000

  package init() {}
}
