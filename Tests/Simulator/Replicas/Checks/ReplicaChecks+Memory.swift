import Consensus
import Replica

/// That whatever is thrown at a node, it keeps no more than so much, and nothing waits in vain.
extension ReplicaChecks {
  /// The node awaits the outcomes of so many checks of certificates.
  func remembers(
    _ footprint: ReplicaFootprint, by node: Int, awaiting certificateChecks: Int,
    _ settings: ReplicaSettings
  ) {
    let bounds: [(what: String, count: Int, limit: Int)] = [
      ("blocks", footprint.blocks, 512),
      ("orphans whose parents are there", footprint.adoptableOrphans, 0),
      ("wanted blocks", footprint.wantedBlocks, ReplicaLimits.openBodiesMax),
      (
        "final blocks", footprint.finals,
        2 * ReplicaLimits.executionQueueMax + Int(ReplicaLimits.rangeSpan)
      ),
      ("ranges", footprint.ranges, ReplicaLimits.rangesMax + 1),
      ("states", footprint.states, 160),
      ("certificates in checks", footprint.certificateChecks, 160),
      (
        "certificates in checks that are over", footprint.certificateChecks - certificateChecks, 0
      ),
      (
        "bytes of transactions in checks", footprint.checkedTransactionsSizeBytes,
        ReplicaLimits.checkedTransactionsSizeBytesMax
      ),
      ("bytes in the pool", footprint.poolSizeBytes, settings.mempool.sizeBytesMax),
      ("views", footprint.engine.views, 4_096),
      ("roots", footprint.engine.roots, 512),
      ("inquiries", footprint.engine.inquiries, EngineLimits.inquiriesMax),
    ]
    for bound in bounds where bound.count > bound.limit {
      fail("node \(node) keeps \(bound.count) \(bound.what), more than \(bound.limit)")
    }
  }
}
