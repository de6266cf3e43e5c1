package import Chain
import Codec
package import Cryptography

/// Where block bodies go: segments of a fixed size that are set aside once and used again.
///
/// It says which bytes belong where and writes nothing itself.
///
/// ```
/// segment:  ┌─────────┬──────────┬────────────┬─────┬────────┬────────┬───┐
///           │ version │ identity │ generation │ tag │ block  │ block  │ … │
///           │ 1       │ 32       │ 8          │ 8   │        │        │   │
///           └─────────┴──────────┴────────────┴─────┴────────┴────────┴───┘
/// ```
///
/// A generation is a number that no other use of any segment has, and every block's tag is chained
/// to it, so what an earlier use left behind is never read.
///
/// Invariants:
/// 1. a block lies in one segment, whole;
/// 2. a segment is used again only when each of its blocks is in the database or can no longer
///    become final, which a committed block of the same or a greater height says: no two blocks of
///    one height become final, in whatever epoch.
package struct SegmentLayout: Sendable {
  /// The size of a segment, which is set aside when it is made.
  package static let sizeBytes = 64 << 20

  static let version: UInt8 = 1
  static let leadBytes = 1 + 32 + 8
  static let openingBytes = leadBytes + 8

  /// Bytes to write; they are synced together with the vote that follows from the block.
  package struct Write: Sendable {
    /// The number of the segment, counted from 0; it is made when it does not exist.
    package let segment: Int
    package let offset: Int
    package let bytes: [UInt8]
  }

  private struct Segment {
    var sizeBytes: Int
    /// The largest height of a block in it; none in an empty one.
    var highest: Height?
  }

  private let identity: Digest
  /// What is in use, by its number.
  private var segments: [Segment] = []
  /// The segment that is being filled.
  private var current: Int?
  private var generation: UInt64 = 0
  private var tag: UInt64 = 0

  /// Begins without any segment.
  package init(identity: Digest) {
    self.identity = identity
  }

  /// How many segments there are.
  package var segmentCount: Int { segments.count }

  /// Reads all segments, and returns the blocks they hold in the order in which they were written.
  ///
  /// Damage costs blocks and nothing else: whoever still needs one asks its peers for it. The next
  /// block goes into a segment of its own, so nothing is ever written behind a torn one.
  package init(identity: Digest, reading bytes: [[UInt8]], blocks: inout [Block]) {
    self.identity = identity
    var found: [(generation: UInt64, blocks: [Block])] = []
    for segment in bytes {
      let contents = Self.contents(of: segment.span, identity: identity)
      segments.append(
        Segment(sizeBytes: segment.count, highest: contents?.blocks.map(\.header.height).max()))
      if let contents { found.append(contents) }
    }
    found.sort { $0.generation < $1.generation }
    generation = found.last?.generation ?? 0
    for contents in found { blocks += contents.blocks }
  }

  private static func contents(
    of bytes: Span<UInt8>, identity: Digest
  ) -> (generation: UInt64, blocks: [Block])? {
    guard bytes.count >= openingBytes, bytes[0] == version else { return nil }
    var reader = ByteReader(position: 1)
    guard let found = try? Digest(from: &reader, in: bytes), found == identity,
      let generation = try? reader.readUInt64(in: bytes),
      var tag = try? reader.readUInt64(in: bytes),
      tag == openingTag(of: bytes.extracting(0..<leadBytes))
    else { return nil }
    var blocks: [Block] = []
    var end = openingBytes
    while let next = BodyFrame.find(
      at: end, in: bytes, generation: generation, after: tag, identity: identity)
    {
      blocks.append(next.frame.block)
      (tag, end) = (next.frame.tag, next.end)
    }
    return (generation, blocks)
  }

  private static func openingTag(of lead: Span<UInt8>) -> UInt64 {
    let digest = Keccak256.hash(lead)
    return (0..<8).reduce(0) { $0 | UInt64(digest.bytes[$1]) << UInt64(8 * $1) }
  }

  /// Finds room for a block, in the light of how far the database has come.
  package mutating func append(_ block: Block, committed: Height) -> [Write] {
    let size = BodyFrame.headBytes + block.sizeBytes
    var writes: [Write] = []
    if current.map({ segments[$0].sizeBytes + size > Self.sizeBytes }) ?? true {
      writes.append(open(committed: committed))
    }
    guard let current else { preconditionFailure("a segment is open now") }
    let frame = BodyFrame.encoded(
      block, generation: generation, previousTag: tag, identity: identity)
    precondition(frame.bytes.count == size, "the size of a block follows from its parts")
    writes.append(
      Write(segment: current, offset: segments[current].sizeBytes, bytes: frame.bytes))
    tag = frame.tag
    segments[current].sizeBytes += size
    segments[current].highest = max(segments[current].highest ?? Height(0), block.header.height)
    return writes
  }

  /// Begins another use of a segment that is done with, or a new segment.
  private mutating func open(committed: Height) -> Write {
    let free = segments.indices.first { index in
      #if PLANTED
        if GateBug.reusesNoSegment.isPlanted { return false }
        if GateBug.reusesSegmentEarly.isPlanted { return index != current }
      #endif
      return index != current && (segments[index].highest.map { $0 <= committed } ?? true)
    }
    let index = free ?? segments.count
    if free == nil { segments.append(Segment(sizeBytes: 0, highest: nil)) }
    generation += 1
    var writer = ByteWriter(reserving: Self.openingBytes)
    writer.write(Self.version)
    writer.write(identity)
    writer.write(generation)
    tag = Self.openingTag(of: writer.bytes.span)
    writer.write(tag)
    segments[index] = Segment(sizeBytes: Self.openingBytes, highest: nil)
    current = index
    return Write(segment: index, offset: 0, bytes: writer.bytes)
  }
}

extension Block {
  /// The length of its byte form.
  fileprivate var sizeBytes: Int {
    Header.sizeBytes + 4 + body.transactions.reduce(0) { $0 + 4 + $1.count }
  }
}

extension Header {
  /// The length of every header's byte form.
  static let sizeBytes = 2 + 5 * 8 + 32 + 8 + 20 + 32 + 4 + 8 + 3 * 32
}
