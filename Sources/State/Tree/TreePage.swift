import Codec
import Cryptography

/// A part of the state tree as the database keeps it: a largest subtree of at most 32 buckets.
///
/// Pages hold the hashes of buckets and where branches are; the hashes of branches are computed
/// again when a page is read. Together the pages of a tree hold each of its buckets once.
package struct TreePage: Hashable, Sendable {
  static var bucketCountMax: Int { 32 }

  /// Where the page is kept: the bits its keys share, then how many bits of the last byte count.
  ///
  /// In the order of these keys, pages stand in the order of the entries below them.
  package let key: [UInt8]
  /// The page's nodes, each branch before what is below it.
  package let bytes: [UInt8]

  package init(key: [UInt8], bytes: [UInt8]) {
    self.key = key
    self.bytes = bytes
  }

  init(_ node: TreeNode, in region: Region) {
    var writer = ByteWriter()
    Self.write(node, to: &writer)
    self.init(key: Self.key(of: region), bytes: writer.bytes)
  }

  static func key(of region: Region) -> [UInt8] {
    region.prefix.bytes + [UInt8(region.bitCount % 8)]
  }

  private static func write(_ node: TreeNode, to writer: inout ByteWriter) {
    switch node {
    case .bucket(let bucket):
      writer.write(0 as UInt8)
      writer.write(bucket.count)
      writer.write(bucket.digest)
    case .branch(let branch):
      writer.write(1 as UInt8)
      write(branch, to: &writer)
    case .jump(let prefix, let branch):
      writer.write(2 as UInt8)
      writer.writeBytes(prefix.bytes.span)
      write(branch, to: &writer)
    }
  }

  private static func write(_ branch: TreeNode.Branch, to writer: inout ByteWriter) {
    writer.write(branch.bit)
    write(branch.left, to: &writer)
    write(branch.right, to: &writer)
  }

  /// The region that the page's key names.
  func region() throws(ByteError) -> Region {
    guard let tail = key.last, tail < 8, key.count <= StateKey.sizeBytesMax + 1,
      key.count > 1 || tail == 0
    else { throw .forbidden("a page of the state tree is kept under the bits its keys share") }
    let bitCount = 8 * (key.count - 1) - (tail == 0 ? 0 : 8 - Int(tail))
    return Region(
      around: StateKey(copying: key.span.extracting(..<(key.count - 1))), bitCount: bitCount)
  }

  func node() throws(ByteError) -> TreeNode {
    var reader = ByteReader()
    var nodesLeft = 2 * Self.bucketCountMax - 1
    let node = try Self.readNode(from: &reader, in: bytes, nodesLeft: &nodesLeft)
    try reader.finish(in: bytes.span)
    return node
  }

  private static func readNode(
    from reader: inout ByteReader, in bytes: [UInt8], nodesLeft: inout Int
  ) throws(ByteError) -> TreeNode {
    guard nodesLeft > 0 else { throw .forbidden("a page of the state tree holds 32 buckets") }
    nodesLeft -= 1
    let kind = try reader.read(UInt8.self, in: bytes.span)
    switch kind {
    case 0:
      let count = try reader.read(UInt8.self, in: bytes.span)
      let digest = try Digest(from: &reader, in: bytes.span)
      return .bucket(TreeNode.Bucket(count: count, digest: digest))
    case 1:
      return .branch(try readBranch(from: &reader, in: bytes, nodesLeft: &nodesLeft))
    case 2:
      let prefix = try reader.readBytes(atMost: StateKey.sizeBytesMax, in: bytes.span)
      let branch = try readBranch(from: &reader, in: bytes, nodesLeft: &nodesLeft)
      return .jump(StateKey(copying: bytes.span.extracting(prefix)), branch)
    default:
      throw .unknown(type: "node of the state tree", code: UInt64(kind))
    }
  }

  private static func readBranch(
    from reader: inout ByteReader, in bytes: [UInt8], nodesLeft: inout Int
  ) throws(ByteError) -> TreeNode.Branch {
    let bit = Int(try reader.read(UInt16.self, in: bytes.span))
    guard bit < StateLimits.depthMax else {
      throw .tooLong(count: bit, limit: StateLimits.depthMax - 1)
    }
    let left = try readNode(from: &reader, in: bytes, nodesLeft: &nodesLeft)
    let right = try readNode(from: &reader, in: bytes, nodesLeft: &nodesLeft)
    return TreeNode.Branch(bit: bit, left: left, right: right)
  }
}
