/// The bounds of what the state holds; keys have theirs in `StateKey`.
package enum StateLimits {
  /// The entries of one bucket of the state tree.
  package static let bucketEntriesMax = 16

  /// The value of one entry.
  package static let valueSizeBytesMax = 64 * 1024

  /// The longest value that a bucket holds itself rather than by its hash.
  package static let inlineValueSizeBytesMax = 32

  /// The entries of one bucket as they are hashed.
  package static let bucketSizeBytesMax =
    bucketEntriesMax * (1 + StateKey.sizeBytesMax + 4 + inlineValueSizeBytesMax)

  /// The bits of the longest key, and so the branches from the root to any bucket at most.
  package static let depthMax = 8 * StateKey.sizeBytesMax

  /// Where a chunk of a snapshot ends: at the first bucket that reaches this size.
  package static let chunkSizeBytes = 1 << 20

  /// The entries of a chunk: one more bucket than its size allows.
  package static let chunkEntriesSizeBytesMax =
    chunkSizeBytes + bucketEntriesMax * (1 + StateKey.sizeBytesMax + 4 + valueSizeBytesMax)

  /// A chunk with the steps to both of its edges, each of 34 bytes, and three counts.
  package static let chunkSizeBytesMax = chunkEntriesSizeBytesMax + 2 * depthMax * 34 + 12
}
