package import Codec

extension StateTree {
  /// How the pages of a tree differ from those of an earlier version.
  package struct PageChanges: Sendable {
    /// Keys of pages that are there no more.
    package var removed: [[UInt8]] = []
    /// Pages that are new or have changed, in the order of their keys.
    package var written: [TreePage] = []
  }

  /// What is to be done to the pages of an earlier version to have those of this one.
  package func pageChanges(since earlier: StateTree) -> PageChanges {
    var changes = PageChanges()
    Self.compare(earlier.node, node, in: .all, &changes)
    return changes
  }

  /// Compares what two trees have in one region; what has the same hash is the same.
  private static func compare(
    _ old: TreeNode?, _ new: TreeNode?, in region: Region, _ changes: inout PageChanges
  ) {
    guard old?.digest != new?.digest else { return }
    let oldBranch = old?.branchAbovePages(in: region)
    let newBranch = new?.branchAbovePages(in: region)
    if let oldBranch, let newBranch, oldBranch.isSamePlace(as: newBranch) {
      for isRight in [false, true] {
        compare(
          oldBranch.child(isRight), newBranch.child(isRight), in: newBranch.half(isRight),
          &changes)
      }
      return
    }
    var before: [[UInt8]] = []
    if let old { collect(old, in: region) { before.append(TreePage.key(of: $1)) } }
    var after: Set<[UInt8]> = []
    if let new {
      collect(new, in: region) { node, region in
        let page = TreePage(node, in: region)
        after.insert(page.key)
        changes.written.append(page)
      }
    }
    changes.removed += before.filter { !after.contains($0) }
  }

  /// Hands over the roots of all pages below a node, in the order of keys.
  private static func collect(
    _ node: TreeNode, in region: Region, _ body: (TreeNode, Region) -> Void
  ) {
    guard let branch = node.branchAbovePages(in: region) else { return body(node, region) }
    for isRight in [false, true] {
      collect(branch.child(isRight), in: branch.half(isRight), body)
    }
  }

  /// Puts a tree together again from all its pages in the order of their keys.
  package init(pages: [TreePage]) throws(ByteError) {
    var builder = TreeBuilder()
    var last: Region?
    for page in pages {
      let region = try page.region()
      if let last, !last.isBefore(region) {
        throw .forbidden("pages of the state tree stand in order and do not overlap")
      }
      let node = try page.node()
      let key: StateKey
      switch node {
      case .jump(let prefix, _): key = prefix
      case .bucket, .branch: key = region.prefix
      }
      builder.add(node, around: key)
      last = region
    }
    self.init(builder.finish(at: 0))
  }
}

/// A branch that has more below it than one page holds, and where it stands.
private struct PlacedBranch {
  let prefix: StateKey
  let branch: TreeNode.Branch

  func isSamePlace(as other: PlacedBranch) -> Bool {
    branch.bit == other.branch.bit && prefix == other.prefix
  }

  func child(_ isRight: Bool) -> TreeNode { isRight ? branch.right : branch.left }

  func half(_ isRight: Bool) -> Region {
    Region(around: prefix, branchingAt: Int(branch.bit), isRight: isRight)
  }
}

extension TreeNode {
  fileprivate func branchAbovePages(in region: Region) -> PlacedBranch? {
    guard bucketCount > TreePage.bucketCountMax else { return nil }
    return branch(in: region).map { PlacedBranch(prefix: $0.prefix, branch: $0.branch) }
  }
}

extension Region {
  /// Whether the region ends before another begins.
  fileprivate func isBefore(_ other: Region) -> Bool {
    guard let upper else { return false }
    return upper <= other.prefix
  }
}
