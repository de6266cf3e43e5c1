/// Finds out how the subtrees of two versions of a tree differ.
struct SubtreeComparison {
  private(set) var changes = StateTree.SubtreeChanges()
  /// What was compared elsewhere.
  private var results: [Region: StateTree.SubtreeChanges] = [:]

  init(taking parts: [StateTree.Part.Result]) {
    for part in parts { results[part.region] = part.subtrees }
  }

  /// Compares what both versions have in one region; what has the same hash is the same.
  mutating func compare(_ old: TreeNode?, _ new: TreeNode?, in region: Region) {
    if !results.isEmpty, let result = results[region] {
      changes.removed += result.removed
      changes.written += result.written
      return
    }
    guard old?.digest != new?.digest else { return }
    let oldBranch = old?.branchAboveSubtrees(in: region)
    let newBranch = new?.branchAboveSubtrees(in: region)
    if let oldBranch, let newBranch, oldBranch.isSamePlace(as: newBranch) {
      for isRight in [false, true] {
        compare(
          oldBranch.child(isRight), newBranch.child(isRight), in: newBranch.half(isRight))
      }
    } else if let new, old != nil, oldBranch == nil, newBranch == nil {
      // One subtree takes the place of one, under the same key.
      changes.written.append(SubtreeDigest(new, in: region))
    } else {
      replace(old, with: new, in: region)
    }
  }

  /// Writes every subtree anew, and removes those that are no more.
  private mutating func replace(_ old: TreeNode?, with new: TreeNode?, in region: Region) {
    var before: [[UInt8]] = []
    if let old {
      Self.visitSubtrees(of: old, in: region) { before.append(SubtreeDigest.key(of: $1)) }
    }
    var written: [SubtreeDigest] = []
    if let new {
      Self.visitSubtrees(of: new, in: region) { written.append(SubtreeDigest($0, in: $1)) }
    }
    let after = Set(written.map(\.key))
    changes.removed += before.filter { !after.contains($0) }
    changes.written += written
  }

  /// Hands over the roots of all subtrees below a node, in the order of keys.
  private static func visitSubtrees(
    of node: TreeNode, in region: Region, _ body: (TreeNode, Region) -> Void
  ) {
    guard let branch = node.branchAboveSubtrees(in: region) else { return body(node, region) }
    for isRight in [false, true] {
      visitSubtrees(of: branch.child(isRight), in: branch.half(isRight), body)
    }
  }
}

/// A branch that has more below it than one subtree may have, and where it stands.
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
  fileprivate func branchAboveSubtrees(in region: Region) -> PlacedBranch? {
    guard bucketCount > SubtreeDigest.bucketCountMax else { return nil }
    return branch(in: region).map { PlacedBranch(prefix: $0.prefix, branch: $0.branch) }
  }
}
