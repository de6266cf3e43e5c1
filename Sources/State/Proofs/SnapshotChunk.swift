package import Codec
package import Cryptography

/// A part of a snapshot that is proven alone: consecutive whole buckets, and the way to its edges.
package struct SnapshotChunk: Sendable {
  /// The branches from the root down whose left side is before the chunk.
  package let before: [ProofStep]
  /// The branches from the root down whose right side is behind the chunk.
  package let behind: [ProofStep]
  /// The entries: key length 1, key, value length 4, value, in the order of keys.
  package let entries: [UInt8]

  package init(before: [ProofStep], behind: [ProofStep], entries: [UInt8]) {
    self.before = before
    self.behind = behind
    self.entries = entries
  }

  /// Whether entries are missing behind the chunk.
  package var isLast: Bool { behind.isEmpty }

  /// Checks that a state of this root has exactly these entries between the chunk's edges.
  package consuming func verified(
    under root: Digest
  ) throws(SnapshotChunkError) -> VerifiedChunk {
    try VerifiedChunk(self, root: root)
  }
}

extension SnapshotChunk: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeList(before)
    writer.writeList(behind)
    writer.writeBytes(entries.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    before = try reader.readList(atMost: StateLimits.depthMax, in: bytes)
    behind = try reader.readList(atMost: StateLimits.depthMax, in: bytes)
    entries = try reader.readArray(atMost: StateLimits.chunkEntriesSizeBytesMax, in: bytes)
  }
}
