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

  /// What a block of an epoch on a parent is held against; nothing while that cannot be told.
  ///
  /// It follows from the parent, and limits change with epochs alone: what stands on a closing
  /// block has to wait until that is executed.
  package func rules(on parent: Digest, in epoch: Epoch) -> BodyRules? {
    if parent == root.hash {
      return BodyRules(baseFee: root.nextBaseFee, parameters: root.parameters)
    }
    guard let block = blocks[parent], block.header.epoch == epoch else { return nil }
    return BodyRules(baseFee: block.nextBaseFee, parameters: root.parameters)
  }

  /// The height of a block that is in the tree or was executed last.
  package func height(of hash: Digest) -> Height? {
    hash == root.hash ? root.height : blocks[hash]?.header.height
  }

  package mutating func insert(_ block: OrderedBlock) {
    precondition(
      height(of: block.header.parentHash)?.next == block.header.height,
      "a parent comes before its child")
    blocks[block.hash] = block
  }

  /// Inserts what follows the rules on what is there, and says which blocks those were.
  mutating func insert(_ candidates: [Block]) -> [Header] {
    var inserted: [Header] = []
    let later = candidates.filter { $0.header.height > root.height }
    for candidate in later.sorted(by: { $0.header.height < $1.header.height }) {
      let header = candidate.header
      let hash = header.hash
      guard height(of: header.parentHash)?.next == header.height,
        let rules = rules(on: header.parentHash, in: header.epoch),
        let recovered = try? RecoveredBlock(
          candidate, hash: hash, from: candidate.body.transactions.map { .raw($0) }),
        let block = try? OrderedBlock(recovered, under: rules)
      else { continue }
      insert(block)
      inserted.append(header)
    }
    return inserted
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
    // Unless a block stands beside the root, everything stands on it.
    guard blocks.contains(where: { $0.value.header.height <= root.height }) else { return }
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
