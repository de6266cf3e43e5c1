package import Cryptography

/// A list of byte strings under one hash, built from the front without keeping the items.
///
/// A leaf is H(0x00 ‖ item), a node H(0x01 ‖ left ‖ right); a node without a partner moves up as it
/// is; the empty list is H(""). The two prefixes keep a node from passing for an item.
package struct MerkleList: Sendable {
  /// The complete subtrees so far, largest first: one for each one-bit of `count`.
  private var peaks: [Digest] = []
  package private(set) var count: UInt64 = 0

  package init() {}

  package mutating func append(_ item: Span<UInt8>) {
    append(leaf: Self.leaf(item))
  }

  package mutating func append(leaf: Digest) {
    var node = leaf
    // Each trailing one-bit is a subtree of the same size as the one being carried up.
    for _ in 0..<(~count).trailingZeroBitCount {
      node = Self.node(peaks.removeLast(), node)
    }
    peaks.append(node)
    count += 1
  }

  package var root: Digest {
    guard var root = peaks.last else { return Keccak256.hash([UInt8]().span) }
    for peak in peaks.dropLast().reversed() { root = Self.node(peak, root) }
    return root
  }

  package static func leaf(_ item: Span<UInt8>) -> Digest {
    var hasher = Keccak256()
    hasher.update([0x00].span)
    hasher.update(item)
    return hasher.finalize()
  }

  static func node(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = Keccak256()
    hasher.update([0x01].span)
    hasher.update(left.bytes)
    hasher.update(right.bytes)
    return hasher.finalize()
  }
}
