import Codec

/// Cuts a state into the chunks of a snapshot, one after the other.
///
/// It goes from subtree to subtree: small ones as they are, whatever is known of what is below, and
/// those with large values in parts.
package struct ChunkCutter: Sendable {
  /// A branch above the current subtree, with a key below it, and the side on which that is.
  private struct Turn: Sendable {
    let branch: TreeNode.Branch
    let prefix: StateKey
    var isRight: Bool
  }

  /// The subtree whose entries are the next ones.
  private struct Subtree: Sendable {
    var node: TreeNode
    var region: Region
  }

  private var path: [Turn] = []
  private var next: Subtree?
  private var isDone = false
  /// About how large a chunk is.
  private let sizeBytes: Int

  package init(_ tree: StateTree, sizeBytes: Int = StateLimits.chunkSizeBytes) {
    precondition((1...StateLimits.chunkSizeBytes).contains(sizeBytes), "a chunk holds something")
    self.sizeBytes = sizeBytes
    next = tree.node.map { Subtree(node: $0, region: .all) }
  }

  /// The next chunk, or nothing behind the last.
  ///
  /// A state without entries is one empty chunk. The reader shows the entries that the tree was
  /// made of.
  package mutating func next<Reader: EntryReader & ~Copyable>(
    reading reader: inout Reader
  ) throws(Reader.Failure) -> SnapshotChunk? {
    guard !isDone else { return nil }
    var before: [ProofStep]?
    var behind: [ProofStep] = []
    var entries: [UInt8] = []
    entries.reserveCapacity(sizeBytes + subtreeSizeBytesMax)
    while let subtree = next, entries.count < sizeBytes {
      let start = entries.count
      guard subtree.node.isSmall,
        try append(subtree.region, to: &entries, reading: &reader) || subtree.node.isBucket
      else {
        entries.removeSubrange(start...)
        try divide(subtree, reading: &reader)
        continue
      }
      precondition(entries.count > start, "a state has the entries that its tree was made of")
      before = before ?? steps(onRight: true)
      behind = steps(onRight: false)
      advance()
    }
    isDone = next == nil
    return SnapshotChunk(before: before ?? [], behind: behind, entries: entries)
  }

  /// The branches of which one side is before the current subtree, or behind it.
  private func steps(onRight: Bool) -> [ProofStep] {
    path.filter { $0.isRight == onRight }.map { turn in
      let sibling = onRight ? turn.branch.left : turn.branch.right
      return ProofStep(bit: turn.branch.bit, sibling: sibling.digest)
    }
  }

  /// Appends the entries of a region; stops and says so when they are more than a few.
  private func append<Reader: EntryReader & ~Copyable>(
    _ region: Region, to entries: inout [UInt8], reading reader: inout Reader
  ) throws(Reader.Failure) -> Bool {
    let limit = entries.count + subtreeSizeBytesMax
    let isBucket = next?.node.isBucket ?? false
    var isWhole = true
    try reader.visitEntries(from: region.prefix, below: region.upper) { key, value in
      entries.append(UInt8(key.count))
      entries.append(copying: key)
      let size = UInt32(value.count)
      entries.append(UInt8(truncatingIfNeeded: size))
      entries.append(UInt8(truncatingIfNeeded: size >> 8))
      entries.append(UInt8(truncatingIfNeeded: size >> 16))
      entries.append(UInt8(truncatingIfNeeded: size >> 24))
      entries.append(copying: value)
      isWhole = isBucket || entries.count <= limit
      return isWhole
    }
    return isWhole
  }

  /// What a subtree may add to a chunk without being divided.
  private var subtreeSizeBytesMax: Int { sizeBytes / 8 }

  /// Goes down to the left half of a subtree.
  private mutating func divide<Reader: EntryReader & ~Copyable>(
    _ subtree: Subtree, reading reader: inout Reader
  ) throws(Reader.Failure) {
    var node = subtree.node
    if case .stub = node {
      var update = TreeUpdate()
      node = try update.build(subtree.region, reading: &reader) ?? node
    }
    guard let (prefix, branch) = node.branch(in: subtree.region) else {
      preconditionFailure("a state has the entries that its tree was made of")
    }
    path.append(Turn(branch: branch, prefix: prefix, isRight: false))
    let region = Region(around: prefix, branchingAt: Int(branch.bit), isRight: false)
    next = Subtree(node: branch.left, region: region)
  }

  /// Goes on to the subtree behind the current one.
  private mutating func advance() {
    next = nil
    while var last = path.popLast() {
      guard last.isRight else {
        last.isRight = true
        path.append(last)
        let region = Region(
          around: last.prefix, branchingAt: Int(last.branch.bit), isRight: true)
        next = Subtree(node: last.branch.right, region: region)
        return
      }
    }
  }
}

extension TreeNode {
  /// Whether so few buckets are below that their entries are read in one go.
  fileprivate var isSmall: Bool { bucketCount <= SubtreeDigest.bucketCountMax }

  fileprivate var isBucket: Bool {
    switch self {
    case .bucket: true
    case .branch, .jump, .stub: false
    }
  }
}
