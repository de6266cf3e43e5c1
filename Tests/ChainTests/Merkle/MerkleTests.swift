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
    let leaves = Self.items(count).map { MerkleList.leaf($0.span) }
    let root = Self.definedRoot(Self.items(count))
    for index in 0..<UInt32(count) {
      let proof = MerkleProof(of: index, in: leaves)
      for (place, leaf) in leaves.enumerated() {
        #expect(proof.isValid(leaf: leaf, root: root) == (place == Int(index)))
      }
    }
  }

  @Test func `a proof with any byte changed proves nothing`() throws {
    let leaves = Self.items(11).map { MerkleList.leaf($0.span) }
    let root = Self.definedRoot(Self.items(11))
    for index in 0..<UInt32(11) {
      let bytes = MerkleProof(of: index, in: leaves).canonicalBytes
      for place in bytes.indices {
        var changed = bytes
        changed[place] ^= 1
        guard let proof = try? MerkleProof(canonicalBytes: changed.span) else { continue }
        // A different count can describe the same path; the header's count settles that.
        guard proof.count == 11 else { continue }
        #expect(!proof.isValid(leaf: leaves[Int(index)], root: root))
      }
    }
  }
}
