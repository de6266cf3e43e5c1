import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct MerkleTests {
  private static func items(_ count: Int) -> [[UInt8]] {
    (0..<count).map { index in [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: index) }
  }

  /// The definition, level by level.
  private static func definedRoot(_ items: [[UInt8]]) -> Digest {
    guard !items.isEmpty else { return Keccak256.hash("") }
    var level = items.map { Keccak256.hash(([0] + $0).span) }
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { left in
        guard left + 1 < level.count else { return level[left] }
        return Keccak256.hash(
          ([1] + level[left].bytes.array + level[left + 1].bytes.array).span)
      }
    }
    return level[0]
  }

  @Test(arguments: 0...70)
  func `the root grown item by item is the defined one`(count: Int) {
    let items = Self.items(count)
    var list = MerkleList()
    for item in items { list.append(item.span) }
    #expect(list.root == Self.definedRoot(items))
    #expect(list.count == UInt64(count))
  }

  @Test(arguments: 1...40)
  func `each item is proven at its own place and nowhere else`(count: Int) {
    let items = Self.items(count)
    let leaves = items.map { MerkleList.leaf($0.span) }
    let root = Self.definedRoot(items)
    for index in 0..<UInt32(count) {
      let proof = MerkleProof(of: index, in: leaves)
      for (place, item) in items.enumerated() {
        let isValid = proof.isValid(item: item.span, root: root)
        #expect(isValid == (place == Int(index)))
      }
    }
  }

  @Test func `an inner node does not pass for an item`() {
    let leaves = Self.items(4).map { MerkleList.leaf($0.span) }
    let node = leaves[0].bytes.array + leaves[1].bytes.array
    // The same path as that of the first of two items, if the node above them were one.
    let right = [1] + leaves[2].bytes.array + leaves[3].bytes.array
    let upperRight = Keccak256.hash(right.span)
    let upper = MerkleProof(of: 0, in: [leaves[0], upperRight])
    let isValid = upper.isValid(item: node.span, root: Self.definedRoot(Self.items(4)))
    #expect(!isValid)
  }

  @Test func `a proof with any byte changed proves nothing`() throws {
    let items = Self.items(11)
    let leaves = items.map { MerkleList.leaf($0.span) }
    let root = Self.definedRoot(items)
    for index in 0..<UInt32(11) {
      let item = items[Int(index)]
      let bytes = MerkleProof(of: index, in: leaves).canonicalBytes
      for place in bytes.indices {
        var changed = bytes
        changed[place] ^= 1
        guard let proof = try? MerkleProof(canonicalBytes: changed.span) else { continue }
        // Another count can describe the same path: the place is proven only under the right one.
        guard proof.count == 11 else { continue }
        let isValid = proof.isValid(item: item.span, root: root)
        #expect(!isValid)
      }
    }
  }
}
