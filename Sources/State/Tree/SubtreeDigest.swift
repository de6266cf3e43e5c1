import Codec
import Cryptography

/// A part of the state tree as the database keeps it: the hash of a largest subtree of at most
/// sixteen buckets.
///
/// Together they are the top of the tree. What is below a hash is hashed again from the entries
/// when one of them changes for the first time after the database was opened.
package struct SubtreeDigest: Hashable, Sendable {
  static var bucketCountMax: Int { 16 }

  /// Where it is kept: the bits its keys share, then how many bits of the last byte count.
  ///
  /// In the order of these keys, subtrees stand in the order of the entries below them.
  package let key: [UInt8]
  /// How many buckets there are, how many entries if it is one, and the hash.
  package let bytes: [UInt8]

  package init(key: [UInt8], bytes: [UInt8]) {
    self.key = key
    self.bytes = bytes
  }

  init(_ node: TreeNode, in region: Region) {
    self.init(
      key: Self.key(of: region),
      bytes: [node.bucketCount, UInt8(node.entryCount ?? 0)] + node.digest.bytes.array)
  }

  static func key(of region: Region) -> [UInt8] {
    region.prefix.bytes + [UInt8(region.bitCount % 8)]
  }

  /// The region that the key names.
  func region() throws(ByteError) -> Region {
    guard let tail = key.last, tail < 8, key.count <= StateKey.sizeBytesMax + 1,
      key.count > 1 || tail == 0
    else { throw .forbidden("a subtree is kept under the bits its keys share") }
    let bitCount = 8 * (key.count - 1) - (tail == 0 ? 0 : 8 - Int(tail))
    let prefix = StateKey(copying: key.span.extracting(..<(key.count - 1)))
    return Region(around: prefix, bitCount: bitCount)
  }

  func node() throws(ByteError) -> TreeNode {
    var reader = ByteReader()
    let bucketCount = try reader.read(UInt8.self, in: bytes.span)
    let entryCount = try reader.read(UInt8.self, in: bytes.span)
    let digest = try Digest(from: &reader, in: bytes.span)
    try reader.finish(in: bytes.span)
    guard (1...Self.bucketCountMax).contains(Int(bucketCount)) else {
      throw .forbidden("a subtree has from one bucket to sixteen")
    }
    guard bucketCount == 1 else {
      return .stub(TreeNode.Stub(bucketCount: bucketCount, digest: digest))
    }
    guard (1...StateLimits.bucketEntriesMax).contains(Int(entryCount)) else {
      throw .forbidden("a bucket has from one entry to sixteen")
    }
    return .bucket(TreeNode.Bucket(count: entryCount, digest: digest))
  }
}
