import Codec
package import Cryptography

/// A chunk that is proven to be a part of a state.
package struct VerifiedChunk: Sendable {
  /// One entry: where its key and its value stand in the chunk's bytes.
  private typealias Place = (key: Range<Int>, value: Range<Int>)

  private let entries: [UInt8]
  /// The root of the state that the chunk is a part of.
  package let root: Digest
  package let entryCount: Int
  package let isFirst: Bool
  package let isLast: Bool
  /// The largest subtrees that the entries make up.
  let subtrees: [SubtreeFold.Element]

  init(_ chunk: SnapshotChunk, root: Digest) throws(SnapshotChunkError) {
    try Self.check(chunk.before)
    try Self.check(chunk.behind)
    let isAlone = chunk.before.isEmpty && chunk.behind.isEmpty
    guard !chunk.entries.isEmpty || isAlone && root == StateHash.empty else {
      throw .malformed("only the chunk of a state without entries has none")
    }
    self.root = root
    entries = chunk.entries
    isFirst = chunk.before.isEmpty
    isLast = chunk.behind.isEmpty
    (subtrees, entryCount) = try Self.fold(chunk)
    #if PLANTED
      if ReplicaBug.believesChunks.isPlanted { return }
    #endif
    guard Self.root(of: subtrees, in: chunk) == root else { throw .otherRoot }
  }

  /// Hands over the entries in the order of their keys, until an error ends it.
  package func forEachEntry<Failure: Error>(
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var reader = ByteReader()
    while let place = Self.readVerified(from: &reader, in: entries) {
      try body(entries.span.extracting(place.key), entries.span.extracting(place.value))
    }
  }

  private static func readVerified(from reader: inout ByteReader, in bytes: [UInt8]) -> Place? {
    guard reader.remaining(in: bytes.span) > 0 else { return nil }
    return try? read(from: &reader, in: bytes)
  }

  private static func read(
    from reader: inout ByteReader, in bytes: [UInt8]
  ) throws(ByteError) -> Place {
    let keySize = Int(try reader.read(UInt8.self, in: bytes.span))
    guard (1...StateKey.sizeBytesMax).contains(keySize) else {
      throw .tooLong(count: keySize, limit: StateKey.sizeBytesMax)
    }
    let key = try reader.take(keySize, in: bytes.span)
    let value = try reader.readBytes(atMost: StateLimits.valueSizeBytesMax, in: bytes.span)
    guard !value.isEmpty else { throw .forbidden("a value of the state is never empty") }
    return (key, value)
  }

  private static func check(_ steps: [ProofStep]) throws(SnapshotChunkError) {
    var above = -1
    for step in steps {
      guard Int(step.bit) > above, Int(step.bit) < StateLimits.depthMax else {
        throw .malformed("branches stand in the order of their bits")
      }
      above = Int(step.bit)
    }
  }

  private static func fold(
    _ chunk: SnapshotChunk
  ) throws(SnapshotChunkError) -> ([SubtreeFold.Element], Int) {
    var fold = SubtreeFold()
    var count = 0
    var cutter = BucketCutter()
    let gapBefore = chunk.before.last.map { Int($0.bit) } ?? BucketCutter.edge
    do throws(ByteError) {
      var reader = ByteReader()
      var last: Range<Int>?
      while reader.remaining(in: chunk.entries.span) > 0 {
        let place = try read(from: &reader, in: chunk.entries)
        let key = chunk.entries.span.extracting(place.key)
        if let last {
          guard chunk.entries.span.extracting(last).isApart(before: key) else {
            throw .forbidden("keys stand in order, and none begins another")
          }
        }
        cutter.add(
          key: key, value: chunk.entries.span.extracting(place.value), gapBefore: gapBefore
        ) { fold.push(SubtreeFold.Element($0)) }
        last = place.key
        count += 1
      }
    } catch {
      throw .badEntries(error)
    }
    let gapBehind = chunk.behind.last.map { Int($0.bit) } ?? BucketCutter.edge
    _ = cutter.flush(gapBehind: gapBehind) { fold.push(SubtreeFold.Element($0)) }
    fold.joinLast(above: gapBehind)
    return (fold.elements, count)
  }

  /// The root of a tree with the subtrees of the chunk between those before and behind it.
  private static func root(
    of subtrees: [SubtreeFold.Element], in chunk: SnapshotChunk
  ) -> Digest {
    var fold = DigestFold()
    var gap = BucketCutter.edge
    for step in chunk.before {
      fold.push(step.sibling, gap: gap)
      gap = Int(step.bit)
    }
    for subtree in subtrees { fold.push(subtree.node.digest, gap: subtree.gap) }
    for step in chunk.behind.reversed() { fold.push(step.sibling, gap: Int(step.bit)) }
    return fold.root
  }
}

/// Folds subtrees, given by their digests and the gaps between them, into one.
private struct DigestFold {
  private var stack: [(digest: Digest, gap: Int)] = []

  mutating func push(_ digest: Digest, gap: Int) {
    while stack.count > 1, let last = stack.last, last.gap > gap { joinLastTwo() }
    stack.append((digest, gap))
  }

  private mutating func joinLastTwo() {
    let right = stack.removeLast()
    let left = stack.removeLast()
    let digest = StateHash.branch(
      bit: UInt16(right.gap), left: left.digest, right: right.digest)
    stack.append((digest, left.gap))
  }

  var root: Digest {
    var fold = self
    while fold.stack.count > 1 { fold.joinLastTwo() }
    return fold.stack.first?.digest ?? StateHash.empty
  }
}

extension Span<UInt8> {
  /// Whether these bytes come before others and neither begins the other.
  fileprivate func isApart(before other: Span<UInt8>) -> Bool {
    for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
      return self[index] < other[index]
    }
    return false
  }
}
