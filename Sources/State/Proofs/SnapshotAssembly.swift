package import Cryptography

#if PLANTED
  import Codec
#endif

/// Puts the tree of a snapshot together from its chunks, in their order.
package struct SnapshotAssembly {
  package let root: Digest
  private var builder = TreeBuilder()
  private var lastKey: StateKey?

  package init(root: Digest) {
    self.root = root
  }

  /// Takes the next chunk; the first one comes first.
  package mutating func add(_ chunk: VerifiedChunk) throws(SnapshotChunkError) {
    guard chunk.root == root else { throw .otherRoot }
    guard chunk.isFirst == (lastKey == nil) else {
      throw .malformed("the chunks of a snapshot come in order, beginning with the first")
    }
    for subtree in chunk.subtrees {
      if let lastKey, lastKey >= subtree.key {
        throw .malformed("the chunks of a snapshot come in order and do not overlap")
      }
      builder.add(subtree.node, around: subtree.key)
      lastKey = subtree.key
    }
  }

  /// The tree, once it is complete.
  package consuming func finish() throws(SnapshotChunkError) -> StateTree {
    let tree = StateTree(builder.finish(at: 0))
    #if PLANTED
      if ReplicaBug.believesChunks.isPlanted { return tree }
    #endif
    guard tree.root == root else { throw .malformed("a snapshot has all of its chunks") }
    return tree
  }
}
