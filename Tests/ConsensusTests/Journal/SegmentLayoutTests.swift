import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

/// Segments as they stand in memory.
struct SampleSegments {
  static let identity = Keccak256.hash([1].span)

  var layout = SegmentLayout(identity: Self.identity)
  var segments: [[UInt8]] = []

  mutating func append(_ block: Block, committed: UInt64 = 0) {
    for write in layout.append(block, committed: Height(committed)) {
      while segments.count <= write.segment { segments.append([]) }
      let end = write.offset + write.bytes.count
      if segments[write.segment].count < end {
        let missing = end - segments[write.segment].count
        segments[write.segment] += [UInt8](repeating: 0, count: missing)
      }
      segments[write.segment].replaceSubrange(write.offset..<end, with: write.bytes)
    }
  }

  func read() -> (layout: SegmentLayout, blocks: [Block]) {
    var blocks: [Block] = []
    let layout = SegmentLayout(identity: Self.identity, reading: segments, blocks: &blocks)
    return (layout, blocks)
  }
}

@Suite struct SegmentLayoutTests {
  /// Blocks of ascending heights.
  private static func blocks(_ heights: ClosedRange<UInt64>, seed: UInt64 = 1) throws -> [Block] {
    var random = SplitMix64(seed: seed)
    return try heights.map { height in
      let drawn = try Block.arbitrary(from: &random)
      var header = drawn.header
      header.height = Height(height)
      return try Block(header: header, body: drawn.body)
    }
  }

  /// A block of the largest body there is.
  private static func large(_ height: UInt64) throws -> Block {
    let transaction = [UInt8](
      repeating: UInt8(height), count: ProtocolLimits.transactionSizeBytesMax)
    let body = try Body([[UInt8]](repeating: transaction, count: 32))
    var random = SplitMix64(seed: height)
    var header = Header.arbitrary(from: &random)
    header.height = Height(height)
    header.transactionsRoot = body.root
    header.transactionCount = 32
    return try Block(header: header, body: body)
  }

  @Test func `Blocks come back in the order in which they were written`() throws {
    var sample = SampleSegments()
    let blocks = try Self.blocks(1...6)
    for block in blocks { sample.append(block) }
    #expect(sample.read().blocks == blocks)
    #expect(sample.segments.count == 1)
  }

  @Test func `After a restart the next block goes into another segment`() throws {
    var sample = SampleSegments()
    let blocks = try Self.blocks(1...4)
    for block in blocks {
      sample.append(block)
      sample.layout = sample.read().layout
    }
    #expect(sample.segments.count == 4)
    #expect(sample.read().blocks == blocks)
  }

  @Test func `A segment is used again when all its blocks are committed or lost to others`() throws
  {
    var sample = SampleSegments()
    let blocks = try Self.blocks(1...3)
    sample.append(blocks[0])
    sample.layout = sample.read().layout
    sample.append(blocks[1], committed: 0)
    #expect(sample.segments.count == 2)
    sample.layout = sample.read().layout
    sample.append(blocks[2], committed: 1)
    #expect(sample.segments.count == 2)
    #expect(sample.read().blocks == [blocks[1], blocks[2]])
  }

  @Test(.enabled(if: Seeds.isSoaking))
  func `A full segment is followed by another, and an old one is used again`() throws {
    var sample = SampleSegments()
    for height: UInt64 in 1...48 { sample.append(try Self.large(height), committed: height - 1) }
    #expect(sample.layout.segmentCount == 2)
    #expect(sample.segments.allSatisfy { $0.count <= SegmentLayout.sizeBytes })
  }

  @Test func `Every truncation leaves a beginning`() throws {
    var sample = SampleSegments()
    let blocks = try Self.blocks(1...3)
    for block in blocks { sample.append(block) }
    let whole = sample.segments[0]
    for count in stride(from: 0, to: whole.count, by: Seeds.isSoaking ? 1 : 5) {
      sample.segments[0] = Array(whole.prefix(count))
      let found = sample.read().blocks
      #expect(found == Array(blocks.prefix(found.count)), "\(count) bytes")
      #expect(found.count < 3, "\(count) bytes")
    }
  }

  @Test func `No flipped bit makes another block`() throws {
    var sample = SampleSegments()
    let blocks = try Self.blocks(1...3, seed: 3)
    for block in blocks { sample.append(block) }
    let whole = sample.segments[0]
    for byte in stride(from: 0, to: whole.count, by: Seeds.isSoaking ? 1 : 5) {
      sample.segments[0] = whole
      sample.segments[0][byte] ^= 1 << UInt8(byte % 8)
      let found = sample.read().blocks
      #expect(found == Array(blocks.prefix(found.count)), "byte \(byte)")
      #expect(found.count < 3, "byte \(byte)")
    }
  }

  @Test func `Segments of another journal are not read, and are used`() throws {
    var sample = SampleSegments()
    for block in try Self.blocks(1...2) { sample.append(block) }
    var found: [Block] = []
    var other = SegmentLayout(identity: .zero, reading: sample.segments, blocks: &found)
    #expect(found.isEmpty)
    #expect(other.append(try Self.blocks(5...5)[0], committed: Height(0)).first?.segment == 0)
  }
}
