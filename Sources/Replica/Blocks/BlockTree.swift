package import Chain
import Codec
package import Cryptography
package import Ledger

/// The blocks at hand that were not executed yet, by their hash, above the last one that was.
///
/// Invariants:
/// 1. the parent of each is in the tree, or is the block last executed;
/// 2. all are above the height last executed.
package struct BlockTree: Sendable {
  /// The block last executed, and what the state after it says about the next.
  package struct Root: Sendable {
    package let height: Height
    package let hash: Digest
    package let nextBaseFee: Wei
    package let parameters: ChainParameters

    package init(
      height: Height, hash: Digest, nextBaseFee: Wei, parameters: ChainParameters
    ) {
      self.height = height
      self.hash = hash
      self.nextBaseFee = nextBaseFee
      self.parameters = parameters
    }
  }

  package private(set) var root: Root
  private var blocks = SortedMap<Digest, OrderedBlock>()

  package init(root: Root) {
    self.root = root
  }

  package var count: Int { blocks.count }

  package subscript(hash: Digest) -> OrderedBlock? { blocks[hash] }

  /// What a block on a parent is held against; nothing while the parent is not at hand.
  package func rules(on parent: Digest) -> BodyRules? {
    if parent == root.hash {
      return BodyRules(baseFee: root.nextBaseFee, parameters: root.parameters)
    }
    return blocks[parent].map {
      BodyRules(baseFee: $0.nextBaseFee, parameters: root.parameters)
    }
  }

  package mutating func insert(_ block: OrderedBlock) {
    precondition(rules(on: block.header.parentHash) != nil, "a parent comes before its child")
    blocks[block.hash] = block
  }

  /// The blocks from above the root up to one, in order; nothing if it is not at hand.
  package func branch(to hash: Digest) -> [OrderedBlock]? {
    var branch: [OrderedBlock] = []
    var hash = hash
    while hash != root.hash {
      guard let block = blocks[hash] else { return nil }
      branch.append(block)
      hash = block.header.parentHash
    }
    return branch.reversed()
  }

  /// Moves the root to an executed block on top of it, and forgets every other branch.
  package mutating func advance(to root: Root) {
    precondition(root.height == self.root.height.next, "blocks are executed one by one")
    self.root = root
    blocks[root.hash] = nil
    // In the order of heights a parent is judged before its children.
    let rest = blocks.map(\.value).sorted { $0.header.height < $1.header.height }
    var kept = SortedMap<Digest, OrderedBlock>()
    for block in rest {
      let parent = block.header.parentHash
      if parent == root.hash || kept[parent] != nil { kept[block.hash] = block }
    }
    blocks = kept
  }
}
