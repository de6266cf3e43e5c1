extension StateTree {
  /// A part of an update that needs nothing of the others, so that each can have a thread.
  package struct Part: Sendable {
    fileprivate let region: Region
    fileprivate let node: TreeNode?
    fileprivate let keys: ArraySlice<StateKey>

    /// A part after its update: its subtree, and how the kept digests differ from before.
    package struct Result: Sendable {
      let region: Region
      let node: TreeNode?
      let subtrees: SubtreeChanges
    }

    /// Updates the part; the reader shows the entries as they are now.
    package func updated<Reader: EntryReader & ~Copyable>(
      reading reader: inout Reader
    ) throws(Reader.Failure) -> Result {
      var update = TreeUpdate()
      let updated = try update.node(node, in: region, changedAt: keys, reading: &reader)
      let subtrees = StateTree.subtreeChanges(from: node, to: updated, in: region)
      return Result(region: region, node: updated, subtrees: subtrees)
    }
  }

  /// Splits an update into about so many parts of about the same number of changed keys.
  package func parts(changedAt keys: [StateKey], count: Int) -> [Part] {
    var parts = [Part(region: .all, node: node, keys: keys[...])]
    while parts.count < count {
      let largest = parts.indices.max { parts[$0].keys.count < parts[$1].keys.count } ?? 0
      guard let halves = parts[largest].halves() else { break }
      parts.replaceSubrange(largest...largest, with: halves)
    }
    return parts
  }
}

extension StateTree.Part {
  /// The two sides of a branch, but for a side without changed keys; none if it cannot be split.
  fileprivate func halves() -> [Self]? {
    guard keys.count > 1, let node, let (prefix, branch) = node.branch(in: region) else {
      return nil
    }
    // Keys beside the branch are no part of either side.
    let inner = Region(around: prefix, bitCount: Int(branch.bit))
    guard let first = keys.first, let last = keys.last, first >= inner.prefix,
      inner.upper.map({ last < $0 }) ?? true
    else { return nil }
    let left = Region(around: prefix, branchingAt: Int(branch.bit), isRight: false)
    let right = Region(around: prefix, branchingAt: Int(branch.bit), isRight: true)
    let middle = keys.firstIndex(from: right.prefix)
    return [
      Self(region: left, node: branch.left, keys: keys[..<middle]),
      Self(region: right, node: branch.right, keys: keys[middle...]),
    ].filter { !$0.keys.isEmpty }
  }
}
