package import Chain
package import State
package import Storage

/// Drawn blocks that follow each other, with the states after them in memory.
package struct SampleChain: Sendable {
  package static let network = SampleBlocks.network
  package static let accounts = SampleBlocks.accounts
  package static let counters = SampleBlocks.counters

  private var source: SampleBlocks
  package private(set) var blocks: [ExecutedBlock] = []
  /// The state after each block.
  package private(set) var states: [InMemoryState] = []

  package init(seed: UInt64 = 1, epochLength: UInt64 = 20, accountCount: Int = 300) {
    source = SampleBlocks(seed: seed, epochLength: epochLength, accountCount: accountCount)
  }

  package var height: Height { source.height }

  package static func account(_ number: Int) -> StateKey { SampleBlocks.account(number) }

  /// Adds blocks, each with some changes, transactions and logs.
  package mutating func grow(
    by count: Int, changesPerBlock: Int = 12, valueSizeBytes: Int = 40
  ) throws {
    for _ in 0..<count {
      let range = changesPerBlock...changesPerBlock
      append(try source.next(changing: range, valueSizeBytes: valueSizeBytes))
    }
  }

  /// Adds blocks, each with a number of changes from a range.
  package mutating func grow(by count: Int, changing range: ClosedRange<Int>) throws {
    for _ in 0..<count { append(try source.next(changing: range)) }
  }

  /// Adds blocks that remove every account.
  package mutating func empty(by count: Int) throws {
    for _ in 0..<count { append(try source.nextEmptying()) }
  }

  private mutating func append(_ block: ExecutedBlock) {
    var state = states.last ?? InMemoryState()
    state.apply(block.changes)
    states.append(state)
    blocks.append(block)
  }
}

extension Database {
  /// Commits blocks in the groups that a node would make of them.
  package func commit(
    _ blocks: some Sequence<ExecutedBlock>, journal: JournalMark? = nil
  ) throws {
    var queue = Array(blocks)
    while let group = CommitGroup(takingFrom: &queue, journal: journal) { try commit(group) }
  }
}
