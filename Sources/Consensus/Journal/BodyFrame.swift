import Chain
import Codec
import Cryptography

/// A block in a segment.
///
/// ```
/// ┌────────┬────────────┬──────────────┬─────┬────────┬──────┐
/// │ length │ generation │ previous tag │ tag │ header │ body │
/// │ 4      │ 8          │ 8            │ 8   │ 242    │ …    │
/// └────────┴────────────┴──────────────┴─────┴────────┴──────┘
/// ```
///
/// The tag covers everything before it and the header. The body has no checksum of its own: the
/// header commits to it, and was hashed when the block came.
struct BodyFrame: Sendable {
  static let headBytes = 4 + 8 + 8 + 8

  let block: Block
  let tag: UInt64

  static func encoded(
    _ block: Block, generation: UInt64, previousTag: UInt64, identity: Digest
  ) -> (bytes: [UInt8], tag: UInt64) {
    var contents = ByteWriter()
    contents.write(block.header)
    let header = contents.bytes
    contents.write(block.body)
    var writer = ByteWriter(reserving: headBytes + contents.bytes.count)
    writer.writeCount(headBytes + contents.bytes.count)
    writer.write(generation)
    writer.write(previousTag)
    let tag = tag(of: writer.bytes.span, header: header.span, identity: identity)
    writer.write(tag)
    writer.write(contents.bytes.span)
    return (writer.bytes, tag)
  }

  /// The frame at a position behind another one, or nothing when none that is whole stands there.
  static func find(
    at position: Int, in bytes: Span<UInt8>, generation: UInt64, after previousTag: UInt64,
    identity: Digest
  ) -> (frame: BodyFrame, end: Int)? {
    do throws(ByteError) {
      var reader = ByteReader(position: position)
      let count = try reader.readCount(atMost: SegmentLayout.sizeBytes, in: bytes)
      guard count >= headBytes, count <= bytes.count - position,
        try reader.readUInt64(in: bytes) == generation,
        try reader.readUInt64(in: bytes) == previousTag
      else { return nil }
      let lead = bytes.extracting(position..<reader.position)
      let tag = try reader.readUInt64(in: bytes)
      let start = reader.position
      let header = try Header(from: &reader, in: bytes)
      let form = bytes.extracting(start..<reader.position)
      guard tag == self.tag(of: lead, header: form, identity: identity) else { return nil }
      let block = try Block(header: header, body: try Body(from: &reader, in: bytes))
      guard reader.position == position + count else { return nil }
      return (BodyFrame(block: block, tag: tag), position + count)
    } catch {
      return nil
    }
  }

  private static func tag(
    of lead: Span<UInt8>, header: Span<UInt8>, identity: Digest
  ) -> UInt64 {
    var hasher = Keccak256()
    hasher.update(identity.bytes)
    hasher.update(lead)
    hasher.update(header)
    let digest = hasher.finalize()
    return (0..<8).reduce(0) { $0 | UInt64(digest.bytes[$1]) << UInt64(8 * $1) }
  }
}
