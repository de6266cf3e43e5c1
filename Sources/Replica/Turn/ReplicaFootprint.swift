import Codec
package import Consensus

/// How much a node remembers, for whoever watches that it stays bounded.
package struct ReplicaFootprint: Hashable, Sendable {
  package let engine: Footprint
  /// Blocks with bodies, or on their way.
  package let blocks: Int
  package let wantedBlocks: Int
  package let finals: Int
  package let ranges: Int
  package let states: Int
  package let certificateChecks: Int
  package let poolSizeBytes: Int
}

extension Replica {
  package var footprint: ReplicaFootprint {
    ReplicaFootprint(
      engine: engine.footprint, blocks: tree.count + openBodies.count + orphans.count,
      wantedBlocks: wantedBlocks.count, finals: finals.count, ranges: catchUp.count,
      states: states.count + gasByHeight.count, certificateChecks: certificateChecks.count,
      poolSizeBytes: pool.sizeBytes)
  }
}
