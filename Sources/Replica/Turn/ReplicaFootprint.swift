import Chain
import Codec
package import Consensus

/// How much a node remembers, for whoever watches that it stays bounded.
package struct ReplicaFootprint: Hashable, Sendable {
  package let engine: Footprint
  /// Blocks with bodies, or on their way.
  package let blocks: Int
  /// Orphans whose parents are at hand; none, if each is looked at again when its parent comes.
  package let adoptableOrphans: Int
  package let wantedBlocks: Int
  package let finals: Int
  package let ranges: Int
  package let states: Int
  package let certificateChecks: Int
  package let checkedTransactionsSizeBytes: Int
  package let poolSizeBytes: Int
}

extension Replica {
  package var footprint: ReplicaFootprint {
    let adoptable = orphans.count { _, orphan in
      tree.rules(on: orphan.header.parentHash, in: orphan.header.epoch) != nil
    }
    return ReplicaFootprint(
      engine: engine.footprint, blocks: tree.count + openBodies.count + orphans.count,
      adoptableOrphans: adoptable,
      wantedBlocks: wantedBlocks.count, finals: finals.count, ranges: catchUp.count,
      states: states.count + gasByHeight.count, certificateChecks: certificateChecks.count,
      checkedTransactionsSizeBytes: checkedTransactionsSizeBytes, poolSizeBytes: pool.sizeBytes)
  }
}
