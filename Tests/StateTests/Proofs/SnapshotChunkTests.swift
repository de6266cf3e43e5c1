import Codec
import Cryptography
import State
import TestSupport
import Testing

@Suite("Chunks of a snapshot")
struct SnapshotChunkTests {
  private static func chunks(of state: InMemoryState) -> [SnapshotChunk] {
    var reader = state
    var cutter = ChunkCutter(state.tree)
    var chunks: [SnapshotChunk] = []
    while let chunk = cutter.next(reading: &reader) { chunks.append(chunk) }
    return chunks
  }

  /// States of several chunks; their values are large, so that few entries are enough.
  private static func state(_ shape: KeyShape) -> InMemoryState {
    DrawnState(shape, count: 250, largeValues: 50_000...65_536).state
  }

  @Test(
    "The chunks of a state, each checked alone, make up the state", arguments: KeyShape.allCases)
  func roundTrip(shape: KeyShape) throws {
    let state = Self.state(shape)
    let chunks = Self.chunks(of: state)
    #expect(chunks.count > 2)
    var assembly = SnapshotAssembly(root: state.root)
    var entries: [StateEntry] = []
    for chunk in chunks {
      let form = chunk.canonicalBytes
      #expect(form.count <= StateLimits.chunkSizeBytesMax)
      let arrived = try SnapshotChunk(canonicalBytes: form.span)
      let verified = try arrived.verified(under: state.root)
      try assembly.add(verified)
      verified.forEachEntry { key, value in
        let bytes = value.indices.map { value[$0] }
        entries.append(StateEntry(key: StateKey(copying: key), value: bytes))
      }
    }
    #expect(try assembly.finish().root == state.root)
    #expect(entries == state.all)
  }

  @Test("A small state and one without entries have one chunk", arguments: [0, 1, 16, 17, 300])
  func oneChunk(count: Int) throws {
    let state = DrawnState(.tables, count: count).state
    let chunks = Self.chunks(of: state)
    #expect(chunks.count == 1)
    let verified = try chunks[0].verified(under: state.root)
    #expect(verified.isFirst && verified.isLast && verified.entryCount == count)
    var assembly = SnapshotAssembly(root: state.root)
    try assembly.add(verified)
    #expect(try assembly.finish().root == state.root)
  }

  @Test("The chunk of a state without entries has one form")
  func emptyState() throws {
    let step = ProofStep(bit: 3, sibling: .zero)
    for (before, behind) in [([step], []), ([], [step])] as [([ProofStep], [ProofStep])] {
      let chunk = SnapshotChunk(before: before, behind: behind, entries: [])
      #expect(throws: SnapshotChunkError.self) { try chunk.verified(under: .zero) }
    }
  }

  @Test("A chunk with any byte changed is refused", arguments: KeyShape.allCases)
  func damage(shape: KeyShape) throws {
    let state = DrawnState(shape, count: 60).state
    let form = Self.chunks(of: state)[0].canonicalBytes
    for byte in stride(from: 0, to: form.count, by: 11) {
      var damaged = form
      damaged[byte] ^= 1 << UInt8(byte % 8)
      guard let chunk = try? SnapshotChunk(canonicalBytes: damaged.span) else { continue }
      #expect(throws: SnapshotChunkError.self) { try chunk.verified(under: state.root) }
    }
  }

  @Test("A chunk from which entries are missing is refused, at its edges too")
  func missingEntries() throws {
    let state = Self.state(.scattered)
    for chunk in Self.chunks(of: state) {
      var starts: [Int] = []
      var reader = ByteReader()
      while reader.remaining(in: chunk.entries.span) > 0 {
        starts.append(reader.position)
        let size = Int(try reader.read(UInt8.self, in: chunk.entries.span))
        _ = try reader.take(size, in: chunk.entries.span)
        _ = try reader.readBytes(atMost: 65_536, in: chunk.entries.span)
      }
      let places = Array(zip(starts, starts.dropFirst() + [chunk.entries.count]))
      for (start, end) in places.prefix(3) + places.suffix(3) {
        var entries = chunk.entries
        entries.removeSubrange(start..<end)
        let shorter = SnapshotChunk(before: chunk.before, behind: chunk.behind, entries: entries)
        #expect(throws: SnapshotChunkError.self) { try shorter.verified(under: state.root) }
      }
    }
  }

  @Test("A snapshot lacking a chunk, or with one twice or out of order, is refused")
  func missingChunks() throws {
    let state = Self.state(.scattered)
    let chunks = try Self.chunks(of: state).map { try $0.verified(under: state.root) }
    func assemble(_ chunks: [VerifiedChunk]) throws {
      var assembly = SnapshotAssembly(root: state.root)
      for chunk in chunks { try assembly.add(chunk) }
      _ = try assembly.finish()
    }
    try assemble(chunks)
    for index in chunks.indices {
      var fewer = chunks
      fewer.remove(at: index)
      #expect(throws: SnapshotChunkError.self) { try assemble(fewer) }
      #expect(throws: SnapshotChunkError.self) {
        try assemble(Array(chunks[...index]) + Array(chunks[index...]))
      }
    }
    #expect(throws: SnapshotChunkError.self) { try assemble(chunks.reversed()) }
  }
}
