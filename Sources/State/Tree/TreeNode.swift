import Cryptography

/// A subtree of the state tree that holds at least one entry.
///
/// Nodes never change: a new version of the tree shares with the old one whatever is alike, so a
/// version that somebody still reads costs only what has changed since.
indirect enum TreeNode: Sendable {
  case bucket(Bucket)
  case branch(Branch)
  /// A branch all of whose keys share more bits than the subtree's place demands.
  ///
  /// The bits are its first `bit` ones; a key with other bits there does not belong below it.
  case jump(StateKey, Branch)

  /// At most sixteen entries, which only the database holds.
  struct Bucket: Sendable {
    let count: UInt8
    let digest: Digest
  }

  /// More entries than fit into a bucket, split by the first bit at which their keys differ.
  struct Branch: Sendable {
    let bit: UInt16
    /// How many buckets are below, or the largest number if they are more.
    let bucketCount: UInt8
    let digest: Digest
    let left: TreeNode
    let right: TreeNode

    init(bit: Int, left: TreeNode, right: TreeNode) {
      self.bit = UInt16(bit)
      bucketCount = UInt8(clamping: UInt16(left.bucketCount) + UInt16(right.bucketCount))
      digest = StateHash.branch(bit: self.bit, left: left.digest, right: right.digest)
      self.left = left
      self.right = right
    }
  }

  var digest: Digest {
    switch self {
    case .bucket(let bucket): bucket.digest
    case .branch(let branch), .jump(_, let branch): branch.digest
    }
  }

  var bucketCount: UInt8 {
    switch self {
    case .bucket: 1
    case .branch(let branch), .jump(_, let branch): branch.bucketCount
    }
  }

  /// The number of entries of a bucket; none for a branch, which has more than fit into one.
  var entryCount: Int? {
    switch self {
    case .bucket(let bucket): Int(bucket.count)
    case .branch, .jump: nil
    }
  }

  /// The branch at this node, and a key with the bits that all below it share; none for a bucket.
  func branch(in region: Region) -> (prefix: StateKey, branch: Branch)? {
    switch self {
    case .bucket: nil
    case .branch(let branch): (region.prefix, branch)
    case .jump(let prefix, let branch): (prefix, branch)
    }
  }

  /// The same entries at a place whose keys share only so many bits.
  ///
  /// The key shares with all of them what the node's old place demanded, or more.
  func placed(at bitCount: Int, around key: StateKey) -> TreeNode {
    switch self {
    case .bucket: self
    case .branch(let branch):
      Int(branch.bit) == bitCount ? self : .jump(key.prefix(Int(branch.bit)), branch)
    case .jump(_, let branch):
      Int(branch.bit) == bitCount ? .branch(branch) : self
    }
  }
}
