import Chain
import State
import Storage
import TestSupport
import Testing

@Suite("History and pruning")
struct HistoryTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ settings: StorageSettings) throws -> Database {
    try Database(
      folder.path("db"), network: SampleChain.network, settings: settings)
  }

  @Test("An archive reads the state after every block", arguments: Seeds.few)
  func archive(seed: UInt64) throws {
    var chain = SampleChain(seed: seed, accountCount: 60)
    try chain.grow(by: 40)
    let database = try open(.archive)
    try database.commit(chain.blocks)
    let snapshot = try database.snapshot()
    for (height, state) in chain.states.enumerated() {
      let view = try #require(try snapshot.state(at: Height(UInt64(height))))
      for number in 0...60 {
        let key = SampleChain.account(number)
        #expect(view.value(for: key) == state.value(for: key), "height \(height)")
      }
      expectSameEntries(view, state, in: SampleChain.accounts, "height \(height)")
      expectSameEntries(view, state, in: SampleChain.counters, "height \(height)")
    }
    #expect(try snapshot.state(at: Height(40)) == nil)
  }

  @Test("A follower reads the last blocks' states and no others")
  func follower() throws {
    var chain = SampleChain(accountCount: 60)
    try chain.grow(by: 60)
    let settings = StorageSettings(historyBlocks: 10, keptBlocks: nil, indexes: [])
    let database = try open(settings)
    try database.commit(chain.blocks)
    let snapshot = try database.snapshot()
    for height in 0..<60 {
      let view = try snapshot.state(at: Height(UInt64(height)))
      #expect((view != nil) == (height >= 48), "height \(height)")
      guard let view else { continue }
      expectSameEntries(view, chain.states[height], in: SampleChain.accounts, "height \(height)")
    }
  }

  @Test("A validator keeps no history, and reads its last state")
  func validator() throws {
    var chain = SampleChain()
    try chain.grow(by: 30)
    let database = try open(.validator)
    try database.commit(chain.blocks)
    let snapshot = try database.snapshot()
    #expect(try snapshot.state(at: Height(28)) == nil)
    let now = try #require(try snapshot.state(at: Height(29)))
    expectSameEntries(now, chain.states[29], in: SampleChain.accounts)
  }

  @Test("Old blocks go, and closing headers, their certificates and sets stay")
  func pruning() throws {
    var chain = SampleChain(epochLength: 10)
    try chain.grow(by: 100)
    let settings = StorageSettings(
      historyBlocks: 0, keptBlocks: 25, indexes: Set(BlockIndex.allCases))
    let database = try open(settings)
    try database.commit(chain.blocks)
    while try database.prune(blocksMax: 3) {}
    let snapshot = try database.snapshot()
    let blocks = try #require(try snapshot.blocks())
    #expect(blocks == Coverage(lowest: Height(74), highest: Height(99)))
    for executed in chain.blocks {
      let height = executed.height
      let isKept = height >= blocks.lowest
      #expect((try snapshot.block(at: height) != nil) == isKept, "height \(height)")
      #expect((try snapshot.header(at: height) != nil) == (isKept || executed.isClosing))
      #expect((try snapshot.certificate(at: height) != nil) == (executed.certificate != nil))
      #expect((try snapshot.height(of: executed.hash) != nil) == (isKept || executed.isClosing))
      for receipt in executed.outcome.receipts {
        let place = try snapshot.place(of: receipt.transactionHash)
        #expect((place != nil) == isKept, "height \(height)")
      }
    }
  }

  @Test("Blocks above one that somebody may begin with stay until they are let go")
  func neededBlocks() throws {
    var chain = SampleChain(epochLength: 10)
    try chain.grow(by: 100)
    let settings = StorageSettings(historyBlocks: 0, keptBlocks: 25, indexes: [])
    let database = try open(settings)
    func lowest(keepingAbove height: Height?) throws -> Height? {
      database.keepBlocks(above: height)
      while try database.prune(blocksMax: 3) {}
      return try database.snapshot().blocks()?.lowest
    }
    database.keepBlocks(above: Height(30))
    try database.commit(chain.blocks)
    #expect(try lowest(keepingAbove: Height(30)) == Height(31))
    #expect(try lowest(keepingAbove: Height(50)) == Height(51))
    #expect(try lowest(keepingAbove: Height(90)) == Height(74))
    #expect(try lowest(keepingAbove: nil) == Height(74))
    // What is gone does not come back.
    #expect(try lowest(keepingAbove: Height(10)) == Height(74))
  }
}
