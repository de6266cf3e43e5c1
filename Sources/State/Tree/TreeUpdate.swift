/// Brings subtrees up to date with entries that have changed.
///
/// Each function answers for one region: it takes the old subtree of the region and the changed
/// keys in it, and returns the subtree that the region's entries have now.
struct TreeUpdate {
  private var builder = TreeBuilder()
  /// What has been updated elsewhere, and is only put in its place here.
  private var results: [Region: TreeNode?] = [:]

  init(taking parts: [StateTree.Part.Result] = []) {
    for part in parts { results.updateValue(part.node, forKey: part.region) }
  }

  mutating func node<Reader: EntryReader & ~Copyable>(
    _ node: TreeNode?, in region: Region, changedAt keys: ArraySlice<StateKey>,
    reading reader: inout Reader
  ) throws(Reader.Failure) -> TreeNode? {
    if !results.isEmpty, let result = results[region] { return result }
    switch node {
    case nil, .bucket:
      return try bucket(region, reading: &reader)
    case .branch(let branch):
      return try self.branch(branch, around: region.prefix, changedAt: keys, reading: &reader)
    case .stub:
      return try build(region, reading: &reader)
    case .jump(let jump):
      return try self.jump(jump, in: region, changedAt: keys, reading: &reader)
    }
  }

  /// Reads a region whose entries fit into one bucket, or turn out not to.
  private mutating func bucket<Reader: EntryReader & ~Copyable>(
    _ region: Region, reading reader: inout Reader
  ) throws(Reader.Failure) -> TreeNode? {
    var hash = BucketHash()
    try reader.visitEntries(from: region.prefix, below: region.upper) { key, value in
      hash.add(key: key, value: value)
      return hash.count <= StateLimits.bucketEntriesMax
    }
    switch hash.count {
    case 0: return nil
    case 1...StateLimits.bucketEntriesMax:
      return .bucket(TreeNode.Bucket(count: UInt8(hash.count), digest: hash.finalize()))
    default: return try build(region, reading: &reader)
    }
  }

  /// Reads all entries of a region.
  mutating func build<Reader: EntryReader & ~Copyable>(
    _ region: Region, reading reader: inout Reader
  ) throws(Reader.Failure) -> TreeNode? {
    try add(from: region.prefix, below: region.upper, reading: &reader)
    return builder.finish(at: region.bitCount)
  }

  private mutating func add<Reader: EntryReader & ~Copyable>(
    from lower: StateKey, below upper: StateKey?, reading reader: inout Reader
  ) throws(Reader.Failure) {
    try reader.visitEntries(from: lower, below: upper) { key, value in
      builder.add(key: key, value: value)
      return true
    }
  }

  /// A branch whose keys all begin with its first bits.
  private mutating func branch<Reader: EntryReader & ~Copyable>(
    _ branch: TreeNode.Branch, around prefix: StateKey, changedAt keys: ArraySlice<StateKey>,
    reading reader: inout Reader
  ) throws(Reader.Failure) -> TreeNode? {
    let bit = Int(branch.bit)
    let leftRegion = Region(around: prefix, branchingAt: bit, isRight: false)
    let rightRegion = Region(around: prefix, branchingAt: bit, isRight: true)
    let middle = keys.firstIndex(from: rightRegion.prefix)
    var (left, right): (TreeNode?, TreeNode?) = (branch.left, branch.right)
    if middle > keys.startIndex {
      left = try node(left, in: leftRegion, changedAt: keys[..<middle], reading: &reader)
    }
    if middle < keys.endIndex {
      right = try node(right, in: rightRegion, changedAt: keys[middle...], reading: &reader)
    }
    guard let left else { return right?.placed(at: bit, around: rightRegion.prefix) }
    guard let right else { return left.placed(at: bit, around: leftRegion.prefix) }
    if let leftCount = left.entryCount, let rightCount = right.entryCount,
      leftCount + rightCount <= StateLimits.bucketEntriesMax
    {
      return try bucket(Region(around: prefix, bitCount: bit), reading: &reader)
    }
    return .branch(TreeNode.Branch(bit: bit, left: left, right: right))
  }

  /// A branch all of whose keys share more bits than those of its region.
  ///
  /// Changed keys with other bits there stand beside the branch, not below it.
  private mutating func jump<Reader: EntryReader & ~Copyable>(
    _ jump: TreeNode.Jump, in region: Region, changedAt keys: ArraySlice<StateKey>,
    reading reader: inout Reader
  ) throws(Reader.Failure) -> TreeNode? {
    let inner = Region(around: jump.prefix, bitCount: Int(jump.branch.bit))
    let lower = keys.firstIndex(from: inner.prefix)
    let upper = inner.upper.map { keys.firstIndex(from: $0) } ?? keys.endIndex
    var node: TreeNode? = .branch(jump.branch)
    if lower < upper {
      node = try self.branch(
        jump.branch, around: inner.prefix, changedAt: keys[lower..<upper], reading: &reader)
    }
    guard let node else { return try bucket(region, reading: &reader) }
    if lower == keys.startIndex && upper == keys.endIndex {
      return node.placed(at: region.bitCount, around: inner.prefix)
    }
    let key: StateKey
    switch node {
    // What is left fits into a bucket, and what stands beside it may belong there too.
    case .bucket, .stub: return try bucket(region, reading: &reader)
    case .branch: key = inner.prefix
    case .jump(let deeper): key = deeper.prefix
    }
    try add(from: region.prefix, below: inner.prefix, reading: &reader)
    builder.add(node, around: key)
    if let behind = inner.upper {
      try add(from: behind, below: region.upper, reading: &reader)
    }
    return builder.finish(at: region.bitCount)
  }
}

extension ArraySlice<StateKey> {
  /// The first index whose key is not before the given one, in a slice that is in order.
  package func firstIndex(from key: StateKey) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
