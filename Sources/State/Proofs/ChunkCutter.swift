import Codec

/// Cuts a state into the chunks of a snapshot, one after the other.
package struct ChunkCutter: Sendable {
  /// A branch above the current bucket, and the side on which that is.
  private struct Turn: Sendable {
    let branch: TreeNode.Branch
    var isRight: Bool
  }

  private var path: [Turn] = []
  private var bucket: TreeNode.Bucket?
  private var lower = StateKey()
  private var isDone = false

  /// Begins with the first chunk of a tree that is loaded.
  package init(_ tree: StateTree) {
    if let node = tree.node { descend(to: node) }
  }

  /// The next chunk, or nothing behind the last.
  ///
  /// A state without entries is one empty chunk. The reader shows the entries that the tree was
  /// made of.
  package mutating func next<Reader: EntryReader & ~Copyable>(
    reading reader: inout Reader
  ) throws(Reader.Failure) -> SnapshotChunk? {
    guard !isDone else { return nil }
    let before = path.filter(\.isRight)
      .map { ProofStep(bit: $0.branch.bit, sibling: $0.branch.left.digest) }
    var entries: [UInt8] = []
    entries.reserveCapacity(StateLimits.chunkSizeBytes + StateLimits.chunkSizeBytes / 8)
    var behind: [ProofStep] = []
    var left = Int(bucket?.count ?? 0)
    var isWhole = bucket == nil
    try reader.visitEntries(from: lower, below: nil) { key, value in
      Self.append(key, value, to: &entries)
      left -= 1
      guard left == 0 else { return true }
      behind = path.filter { !$0.isRight }
        .map { ProofStep(bit: $0.branch.bit, sibling: $0.branch.right.digest) }
      advance()
      left = Int(bucket?.count ?? 0)
      isWhole = entries.count >= StateLimits.chunkSizeBytes || bucket == nil
      guard isWhole else { return true }
      lower = StateKey(copying: key).successor
      return false
    }
    precondition(isWhole, "a state has the entries that its tree counts")
    isDone = bucket == nil
    return SnapshotChunk(before: before, behind: behind, entries: entries)
  }

  private static func append(
    _ key: Span<UInt8>, _ value: Span<UInt8>, to entries: inout [UInt8]
  ) {
    entries.append(UInt8(key.count))
    entries.append(copying: key)
    let size = UInt32(value.count)
    for shift: UInt32 in [0, 8, 16, 24] { entries.append(UInt8(truncatingIfNeeded: size >> shift)) }
    entries.append(copying: value)
  }

  private mutating func descend(to node: TreeNode) {
    var node = node
    while true {
      switch node {
      case .bucket(let bucket):
        self.bucket = bucket
        return
      case .stub:
        preconditionFailure("a tree is loaded before a snapshot is cut from it")
      case .branch(let branch):
        path.append(Turn(branch: branch, isRight: false))
        node = branch.left
      case .jump(let jump):
        node = .branch(jump.branch)
      }
    }
  }

  /// Goes on to the next bucket in the order of keys.
  private mutating func advance() {
    bucket = nil
    while let last = path.popLast() {
      guard last.isRight else {
        path.append(Turn(branch: last.branch, isRight: true))
        descend(to: last.branch.right)
        return
      }
    }
  }
}
