package import Chain

/// Whole blocks in a row that are committed together.
///
/// A group ends at the first block that a later header may name, since only the state after its
/// last block gets a root.
package struct CommitGroup: Sendable {
  package let blocks: [ExecutedBlock]
  /// The signing journal of this node and how far it is synced, if it has one.
  package let journal: JournalMark?

  /// Takes the longest group from the front of a queue of executed blocks; none if it is empty.
  package init?(takingFrom queue: inout [ExecutedBlock], journal: JournalMark?) {
    guard !queue.isEmpty else { return nil }
    let count = queue.firstIndex(where: \.isNameable).map { $0 + 1 } ?? queue.count
    self.init(Array(queue.prefix(count)), journal: journal)
    queue.removeFirst(count)
  }

  private init(_ blocks: [ExecutedBlock], journal: JournalMark?) {
    for (earlier, later) in zip(blocks, blocks.dropFirst()) {
      precondition(later.height == earlier.height.next, "the blocks of a group follow each other")
    }
    self.blocks = blocks
    self.journal = journal
  }

  var first: ExecutedBlock { blocks[0] }
  var last: ExecutedBlock { blocks[blocks.count - 1] }
}
