import Chain
import State
import Storage
import TestSupport
import Testing

@Suite("Reopening with other settings")
struct ReopeningTests {
  private let folder: TemporaryFolder
  private let chain: SampleChain

  init() throws {
    folder = try TemporaryFolder()
    var chain = SampleChain(accountCount: 60)
    try chain.grow(by: 60)
    self.chain = chain
  }

  private func open(
    history: UInt64?, kept: UInt64? = nil, indexes: Set<BlockIndex> = []
  ) throws -> Database {
    try Database(
      folder.path("db"), network: SampleChain.network,
      settings: StorageSettings(historyBlocks: history, keptBlocks: kept, indexes: indexes))
  }

  /// Every state that can be read is the right one; returns the heights of those.
  private func readable(in database: Database) throws -> [Int] {
    let snapshot = try database.snapshot()
    return try chain.states.indices.filter { height in
      guard let view = try snapshot.state(at: Height(UInt64(height))) else { return false }
      expectSameEntries(view, chain.states[height], in: SampleChain.accounts, "height \(height)")
      return true
    }
  }

  @Test("History with a gap is not read across the gap", arguments: [false, true])
  func gap(isAllKept: Bool) throws {
    try open(history: nil).commit(chain.blocks.prefix(20))
    try open(history: 0).commit(chain.blocks[20..<40])
    let database = try open(history: isAllKept ? nil : 100)
    try database.commit(chain.blocks[40...])
    #expect(try readable(in: database) == Array(39..<60))
    while try database.prune(blocksMax: 9) {}
    #expect(try readable(in: database) == Array(39..<60))
  }

  @Test("History can be switched on at any time, and reaches back to that")
  func later() throws {
    try open(history: 0).commit(chain.blocks.prefix(20))
    let database = try open(history: nil)
    #expect(try readable(in: database) == [19])
    try database.commit(chain.blocks[20...])
    #expect(try readable(in: database) == Array(19..<60))
  }

  @Test("History that is switched off is forgotten")
  func off() throws {
    try open(history: nil).commit(chain.blocks.prefix(20))
    let database = try open(history: 0)
    #expect(try readable(in: database) == [19])
    try database.commit(chain.blocks[20...])
    #expect(try readable(in: database) == [59])
  }

  /// Prunes to a few blocks; returns the lowest height that is left.
  private func pruned() throws -> Height? {
    let database = try open(history: 5, kept: 10, indexes: Set(BlockIndex.allCases))
    while try database.prune(blocksMax: 7) {}
    #expect(try Inspection(database, against: chain).complaints == [])
    let blocks = try database.snapshot().blocks()
    #expect(try database.snapshot().coverage(of: .logs) == blocks)
    return blocks?.lowest
  }

  @Test("Blocks kept fewer, and more again, leave what there is whole")
  func fewer() throws {
    let all = Set(BlockIndex.allCases)
    try open(history: nil, indexes: all).commit(chain.blocks.prefix(40))
    let lowest = try pruned()
    let database = try open(history: nil, indexes: all)
    try database.commit(chain.blocks[40..<50])
    #expect(try database.snapshot().blocks()?.lowest == lowest)
    #expect(try Inspection(database, against: chain).complaints == [])
  }

  @Test("Indexes built after pruning cover the blocks that are left, and no others")
  func building() throws {
    try open(history: 0).commit(chain.blocks.prefix(40))
    do {
      let database = try open(history: 0, kept: 10)
      while try database.prune(blocksMax: 7) {}
    }
    let database = try open(history: 0, kept: 12, indexes: Set(BlockIndex.allCases))
    try database.commit(chain.blocks[40..<44])
    while try !database.buildIndexes(blocksMax: 3) {
      #expect(try Inspection(database, against: chain).complaints == [])
    }
    #expect(try Inspection(database, against: chain).complaints == [])
    let snapshot = try database.snapshot()
    for index in BlockIndex.allCases {
      #expect(try snapshot.coverage(of: index) == snapshot.blocks())
    }
  }
}
