/// Builds a subtree of the state tree from entries and whole subtrees in the order of their keys.
struct TreeBuilder {
  private var cutter = BucketCutter()
  private var fold = SubtreeFold()
  /// A key of what was added last, unless an entry is pending in the cutter.
  private var keyBefore: StateKey?

  init() {}

  mutating func add(key: Span<UInt8>, value: Span<UInt8>) {
    let gapBefore = gap(before: key)
    var cuts: [BucketCutter.Cut] = []
    cutter.add(key: key, value: value, gapBefore: gapBefore) { cuts.append($0) }
    for cut in cuts { push(cut) }
  }

  /// Takes over a subtree that no further entry belongs to; its keys begin with the given one's
  /// bits, as far as its place in the tree demands.
  mutating func add(_ subtree: TreeNode, around key: StateKey) {
    let bytes = key.storage.span
    let gap = gap(before: bytes)
    flush(gapBehind: gap)
    fold.push(SubtreeFold.Element(node: subtree, key: key, gap: gap))
    keyBefore = key
  }

  /// The tree of everything added, for a place whose keys share so many bits; ready for the next.
  mutating func finish(at bitCount: Int) -> TreeNode? {
    flush(gapBehind: BucketCutter.edge)
    fold.joinLast(above: BucketCutter.edge)
    defer {
      fold.removeAll()
      keyBefore = nil
    }
    return fold.elements.first.map { $0.node.placed(at: bitCount, around: $0.key) }
  }

  private func gap(before key: Span<UInt8>) -> Int {
    if let gap = cutter.gapIfPending(before: key) { return gap }
    guard let keyBefore else { return BucketCutter.edge }
    let before = keyBefore.storage.span
    return before.firstDifference(from: key)
  }

  private mutating func flush(gapBehind: Int) {
    var cuts: [BucketCutter.Cut] = []
    if let last = cutter.flush(gapBehind: gapBehind, { cuts.append($0) }) { keyBefore = last }
    for cut in cuts { push(cut) }
  }

  private mutating func push(_ cut: BucketCutter.Cut) {
    fold.push(SubtreeFold.Element(cut))
  }
}

extension SubtreeFold.Element {
  init(_ cut: BucketCutter.Cut) {
    self.init(node: .bucket(cut.bucket), key: cut.key, gap: cut.gap)
  }
}
