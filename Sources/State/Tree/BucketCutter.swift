/// Cuts entries, handed over in the order of their keys, into the buckets of the state tree.
///
/// The tree of a set of entries is fixed by the *gaps* between neighbours, a gap being the first
/// bit at which two keys differ: the smallest gap is the root, and each side is a tree again. So a
/// bucket is a largest run of at most sixteen entries whose inner gaps are deeper than the two
/// around it.
///
/// Invariant: between calls, `pending` holds at most sixteen entries, whose bytes are `bytes`.
struct BucketCutter {
  /// A bucket with its lowest key and the gap in front of it.
  struct Cut {
    let bucket: TreeNode.Bucket
    let key: StateKey
    let gap: Int
  }

  /// An entry that waits for its bucket: where its bytes begin, and the gap in front of it.
  private struct Pending {
    let start: Int
    let gap: Int
  }

  /// No bit: the gap in front of the first entry of a tree and behind the last.
  static var edge: Int { -1 }

  private var pending: [Pending] = []
  private var bytes: [UInt8] = []
  private var lastKey = 0..<0

  init() {
    bytes.reserveCapacity(2_048)
    pending.reserveCapacity(StateLimits.bucketEntriesMax + 1)
  }

  /// Takes the next entry; `gapBefore` is the gap in front of it if no other is pending.
  mutating func add(
    key: Span<UInt8>, value: Span<UInt8>, gapBefore: Int, _ emit: (Cut) -> Void
  ) {
    let gap = pending.isEmpty ? gapBefore : gap(before: key)
    let start = bytes.count
    pending.append(Pending(start: start, gap: gap))
    StateHash.append(key: key, value: value, to: &bytes)
    lastKey = start + 1..<start + 1 + key.count
    guard pending.count > StateLimits.bucketEntriesMax else { return }
    // No bucket reaches across the smallest gap of seventeen entries, so its left side is settled.
    let cut = smallestGap(in: pending.indices)
    self.emit(0..<cut, gapBehind: pending[cut].gap, emit)
    drop(cut)
  }

  /// Cuts what is left, in front of a gap, and returns the last key there was.
  mutating func flush(gapBehind: Int, _ emit: (Cut) -> Void) -> StateKey? {
    guard !pending.isEmpty else { return nil }
    self.emit(pending.indices, gapBehind: gapBehind, emit)
    let last = StateKey(copying: bytes.span.extracting(lastKey))
    pending.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    return last
  }

  /// The gap between the last entry and a key; none if no entry is pending.
  func gapIfPending(before key: Span<UInt8>) -> Int? {
    pending.isEmpty ? nil : gap(before: key)
  }

  private func gap(before key: Span<UInt8>) -> Int {
    let last = bytes.span.extracting(lastKey)
    return last.firstDifference(from: key)
  }

  private mutating func drop(_ count: Int) {
    let start = pending[count].start
    pending.removeSubrange(0..<count)
    for index in pending.indices {
      pending[index] = Pending(start: pending[index].start - start, gap: pending[index].gap)
    }
    bytes.removeSubrange(0..<start)
    lastKey = lastKey.lowerBound - start..<lastKey.upperBound - start
  }

  private func smallestGap(in range: Range<Int>) -> Int {
    var smallest = range.lowerBound + 1
    for index in range.dropFirst() where pending[index].gap < pending[smallest].gap {
      smallest = index
    }
    return smallest
  }

  /// Cuts entries that would fit into one bucket into those that the gaps around them allow.
  private func emit(_ range: Range<Int>, gapBehind: Int, _ emit: (Cut) -> Void) {
    let gap = pending[range.lowerBound].gap
    if range.count > 1 {
      let cut = smallestGap(in: range)
      guard pending[cut].gap > max(gap, gapBehind) else {
        self.emit(range.lowerBound..<cut, gapBehind: pending[cut].gap, emit)
        self.emit(cut..<range.upperBound, gapBehind: gapBehind, emit)
        return
      }
    }
    let start = pending[range.lowerBound].start
    let end = range.upperBound < pending.count ? pending[range.upperBound].start : bytes.count
    let bucket = TreeNode.Bucket(
      count: UInt8(range.count), digest: StateHash.bucket(bytes.span.extracting(start..<end)))
    let keyRange = start + 1..<start + 1 + Int(bytes[start])
    let key = StateKey(copying: bytes.span.extracting(keyRange))
    emit(Cut(bucket: bucket, key: key, gap: gap))
  }
}
