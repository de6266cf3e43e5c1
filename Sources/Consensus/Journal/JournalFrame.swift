import Chain
import Codec
import Cryptography

/// The records of one write: what one sync makes durable together.
///
/// ```
/// ┌────────┬──────────┬──────────────┬──────────────────┬─────┐
/// │ length │ sequence │ previous tag │ count, records   │ tag │
/// │ 4      │ 8        │ 8            │ 4, …             │ 8   │
/// └────────┴──────────┴──────────────┴──────────────────┴─────┘
/// ```
///
/// The length is that of the whole frame. The tag is the beginning of Keccak-256 over the journal's
/// identity and everything before the tag, so frames are chained, and nothing that others wrote
/// into a record can pass for a frame.
struct JournalFrame: Sendable {
  /// The longest frame: a turn's votes and certificates are far below it.
  static let sizeBytesMax = 1 << 20
  /// How many records one frame may hold.
  static let recordsMax = 4_096
  /// How many records surely fit into one frame, whatever they are: certificates of the largest set
  /// have some 17 KiB.
  static let recordsPerPortion = 32

  static let headBytes = 4 + 8 + 8
  static let tagBytes = 8
  static let sizeBytesMin = headBytes + 4 + tagBytes

  let sequence: UInt64
  let records: [JournalRecord]
  let previousTag: UInt64
  let tag: UInt64

  /// The bytes of a frame, and its tag, to which the next one is chained.
  static func encoded(
    _ records: [JournalRecord], sequence: UInt64, previousTag: UInt64, identity: Digest
  ) -> (bytes: [UInt8], tag: UInt64) {
    precondition(records.count <= recordsMax, "one turn writes few records")
    var payload = ByteWriter()
    payload.writeList(records)
    let count = headBytes + payload.bytes.count + tagBytes
    precondition(count <= sizeBytesMax, "the records of one turn fit into a frame")
    var writer = ByteWriter(reserving: count)
    writer.writeCount(count)
    writer.write(sequence)
    writer.write(previousTag)
    writer.write(payload.bytes.span)
    let tag = tag(of: writer.bytes.span, identity: identity)
    writer.write(tag)
    return (writer.bytes, tag)
  }

  /// The whole frame that begins at a position, or nothing when what stands there is none.
  static func find(
    at position: Int, in bytes: Span<UInt8>, identity: Digest
  ) -> (frame: JournalFrame, end: Int)? {
    guard let extent = extent(at: position, in: bytes) else { return nil }
    let body = bytes.extracting(extent.lowerBound..<extent.upperBound - tagBytes)
    var reader = ByteReader(position: extent.upperBound - tagBytes)
    guard let tag = try? reader.readUInt64(in: bytes), tag == self.tag(of: body, identity: identity)
    else { return nil }
    do throws(ByteError) {
      return (try JournalFrame(body: body, tag: tag), extent.upperBound)
    } catch {
      return nil
    }
  }

  /// Where a frame would stand by its length alone.
  static func extent(at position: Int, in bytes: Span<UInt8>) -> Range<Int>? {
    var reader = ByteReader(position: position)
    guard let count = try? reader.readCount(atMost: sizeBytesMax, in: bytes),
      count >= sizeBytesMin, count <= bytes.count - position
    else { return nil }
    return position..<position + count
  }

  private init(body: Span<UInt8>, tag: UInt64) throws(ByteError) {
    var reader = ByteReader(position: 4)
    sequence = try reader.readUInt64(in: body)
    previousTag = try reader.readUInt64(in: body)
    records = try reader.readList(atMost: Self.recordsMax, in: body)
    try reader.finish(in: body)
    self.tag = tag
  }

  private static func tag(of body: Span<UInt8>, identity: Digest) -> UInt64 {
    var hasher = Keccak256()
    hasher.update(identity.bytes)
    hasher.update(body)
    let digest = hasher.finalize()
    return (0..<8).reduce(0) { $0 | UInt64(digest.bytes[$1]) << UInt64(8 * $1) }
  }
}
