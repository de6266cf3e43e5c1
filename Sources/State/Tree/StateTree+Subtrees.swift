package import Codec

extension StateTree {
  /// How the subtrees of a tree differ from those of an earlier version.
  package struct SubtreeChanges: Sendable {
    /// Keys of subtrees that are there no more.
    package var removed: [[UInt8]] = []
    /// Subtrees that are new or have changed, in the order of their keys.
    package var written: [SubtreeDigest] = []
  }

  /// What is to be done to the subtrees of an earlier version to have those of this one.
  ///
  /// Results of parts that the update took over are taken over here too.
  package func subtreeChanges(
    since earlier: StateTree, taking results: [Part.Result] = []
  ) -> SubtreeChanges {
    var comparison = SubtreeComparison(taking: results)
    comparison.compare(earlier.node, node, in: .all)
    return comparison.changes
  }

  static func subtreeChanges(
    from old: TreeNode?, to new: TreeNode?, in region: Region
  ) -> SubtreeChanges {
    var comparison = SubtreeComparison(taking: [])
    comparison.compare(old, new, in: region)
    return comparison.changes
  }

  /// Puts the top of a tree together again from all its subtrees in the order of their keys.
  package init(subtrees: [SubtreeDigest]) throws(ByteError) {
    var builder = TreeBuilder()
    var last: Region?
    for subtree in subtrees {
      let region = try subtree.region()
      if let last, !last.isBefore(region) {
        throw .forbidden("subtrees of the state tree stand in order and do not overlap")
      }
      builder.add(try subtree.node(), around: region.prefix)
      last = region
    }
    self.init(builder.finish(at: 0))
  }
}

extension Region {
  /// Whether the region ends before another begins.
  fileprivate func isBefore(_ other: Region) -> Bool {
    guard let upper else { return false }
    return upper <= other.prefix
  }
}
