import Cryptography

/// A subtree of the state tree that holds at least one entry.
///
/// Nodes never change: a new version of the tree shares with the old one whatever is alike, so a
/// version that somebody still reads costs only what has changed since.
enum TreeNode: Sendable {
  case bucket(Bucket)
  case branch(Branch)
  /// A branch all of whose keys share more bits than the subtree's place demands.
  case jump(Jump)
  /// A subtree of several buckets of which no more is known yet than its hash.
  case stub(Stub)

  /// At most sixteen entries, which only the database holds.
  final class Bucket: Sendable {
    let count: UInt8
    let digest: Digest

    init(count: UInt8, digest: Digest) {
      self.count = count
      self.digest = digest
    }
  }

  /// More entries than fit into a bucket, split by the first bit at which their keys differ.
  final class Branch: Sendable {
    let bit: UInt16
    /// How many buckets are below, or the largest number if they are more.
    let bucketCount: UInt8
    let digest: Digest
    let left: TreeNode
    let right: TreeNode

    init(bit: Int, left: TreeNode, right: TreeNode) {
      self.bit = UInt16(bit)
      bucketCount = UInt8(clamping: UInt16(left.bucketCount) + UInt16(right.bucketCount))
      digest = StateHash.branch(bit: UInt16(bit), left: left.digest, right: right.digest)
      self.left = left
      self.right = right
    }
  }

  /// A branch, and the bits that all keys below it share; others there do not belong below it.
  final class Jump: Sendable {
    /// As many bits as stand before the branch's own.
    let prefix: StateKey
    let branch: Branch

    init(to branch: Branch, around key: StateKey) {
      prefix = key.prefix(Int(branch.bit))
      self.branch = branch
    }
  }

  /// What the database knows of a subtree without reading its entries.
  final class Stub: Sendable {
    let bucketCount: UInt8
    let digest: Digest

    init(bucketCount: UInt8, digest: Digest) {
      self.bucketCount = bucketCount
      self.digest = digest
    }
  }

  var digest: Digest {
    switch self {
    case .bucket(let bucket): bucket.digest
    case .branch(let branch): branch.digest
    case .jump(let jump): jump.branch.digest
    case .stub(let stub): stub.digest
    }
  }

  var bucketCount: UInt8 {
    switch self {
    case .bucket: 1
    case .branch(let branch): branch.bucketCount
    case .jump(let jump): jump.branch.bucketCount
    case .stub(let stub): stub.bucketCount
    }
  }

  /// The number of entries of a bucket; none where there are more than fit into one.
  var entryCount: Int? {
    switch self {
    case .bucket(let bucket): Int(bucket.count)
    case .branch, .jump, .stub: nil
    }
  }

  /// The branch at this node, if it is known, and a key with the bits that all below it share.
  func branch(in region: Region) -> (prefix: StateKey, branch: Branch)? {
    switch self {
    case .bucket, .stub: nil
    case .branch(let branch): (region.prefix, branch)
    case .jump(let jump): (jump.prefix, jump.branch)
    }
  }

  /// The same entries at a place whose keys share only so many bits.
  ///
  /// The key shares with all of them what the node's old place demanded, or more.
  func placed(at bitCount: Int, around key: StateKey) -> TreeNode {
    switch self {
    case .bucket, .stub: self
    case .branch(let branch):
      Int(branch.bit) == bitCount ? self : .jump(Jump(to: branch, around: key))
    case .jump(let jump):
      Int(jump.branch.bit) == bitCount ? .branch(jump.branch) : self
    }
  }
}
