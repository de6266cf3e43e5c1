package import Codec
package import Cryptography

/// That an item stands at a place of a Merkle list of a known length.
package struct MerkleProof: Hashable, Sendable {
  package let index: UInt32
  package let count: UInt32
  /// The nodes beside the path from the leaf up to the root.
  package let siblings: [Digest]

  package init(index: UInt32, count: UInt32, siblings: [Digest]) {
    self.index = index
    self.count = count
    self.siblings = siblings
  }

  /// Proves one leaf of a list whose leaves are all at hand.
  package init(of index: UInt32, in leaves: [Digest]) {
    precondition(Int(index) < leaves.count, "a proof is made for an item of the list")
    self.index = index
    count = UInt32(leaves.count)
    var siblings: [Digest] = []
    var level = leaves
    var place = Int(index)
    while level.count > 1 {
      let partner = place ^ 1
      if partner < level.count { siblings.append(level[partner]) }
      level = stride(from: 0, to: level.count, by: 2).map { left in
        left + 1 < level.count ? MerkleList.node(level[left], level[left + 1]) : level[left]
      }
      place /= 2
    }
    self.siblings = siblings
  }

  /// Whether the list with this root holds the item.
  ///
  /// That it stands at `index` is proven only to those who know from elsewhere that the list has
  /// `count` items, as a header tells of its transactions.
  package func isValid(item: Span<UInt8>, root: Digest) -> Bool {
    guard index < count else { return false }
    var node = MerkleList.leaf(item)
    var place = index
    var last = count - 1
    var rest = siblings[...]
    while last > 0 {
      if place % 2 == 1 {
        guard let left = rest.popFirst() else { return false }
        node = MerkleList.node(left, node)
      } else if place < last {
        guard let right = rest.popFirst() else { return false }
        node = MerkleList.node(node, right)
      }
      place /= 2
      last /= 2
    }
    return rest.isEmpty && node == root
  }
}

extension MerkleProof: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(index)
    writer.write(count)
    writer.writeList(siblings)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    index = try reader.read(in: bytes)
    count = try reader.read(in: bytes)
    guard index < count else { throw .forbidden("a proof is for an item of the list") }
    siblings = try reader.readList(atMost: ProtocolLimits.merkleLevelsMax, in: bytes)
  }
}
