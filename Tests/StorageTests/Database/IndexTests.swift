import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport
import Testing

@Suite("Indexes")
struct IndexTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ indexes: Set<BlockIndex>) throws -> Database {
    try Database(
      folder.path("db"), network: SampleChain.network,
      settings: StorageSettings(historyBlocks: 0, keptBlocks: nil, indexes: indexes))
  }

  private func expectComplete(_ snapshot: Snapshot, for chain: SampleChain) throws {
    var sent: [Address: [TransactionPlace]] = [:]
    for executed in chain.blocks {
      for (position, receipt) in executed.outcome.receipts.enumerated() {
        let place = TransactionPlace(height: executed.height, position: position)
        #expect(try snapshot.place(of: receipt.transactionHash) == place)
        for log in receipt.logs {
          let range = Height.zero...chain.height
          for term in [LogTerm.address(log.address), .topic(log.topics[1], place: 1)] {
            let heights = try snapshot.heights(of: term, in: range, countMax: 10)
            #expect(heights == [executed.height])
          }
          let other = LogTerm.topic(log.topics[1], place: 0)
          #expect(try snapshot.heights(of: other, in: range, countMax: 10) == [])
        }
      }
      for (position, sender) in executed.outcome.senders.enumerated() {
        let place = TransactionPlace(height: executed.height, position: position)
        sent[sender, default: []].append(place)
        let voids = executed.outcome.voids.count
        let raw = executed.block.body.transactions[voids + position]
        let recipient = try Transaction(decoding: raw, for: SampleChain.network.chainID).recipient
        let received = try snapshot.places(of: recipient, before: nil, countMax: 10)
        #expect(received.map(\.place) == [place])
        #expect(received.map(\.role) == [.recipient])
      }
    }
    for (sender, places) in sent {
      var found: [TransactionPlace] = []
      while true {
        let page = try snapshot.places(of: sender, before: found.last, countMax: 4)
        found += page.map(\.place)
        #expect(page.allSatisfy { $0.role.contains(.sender) })
        if page.count < 4 { break }
      }
      #expect(found == places.reversed())
    }
  }

  @Test("Transactions, addresses and logs are found as they are committed", arguments: Seeds.few)
  func growing(seed: UInt64) throws {
    var chain = SampleChain(seed: seed)
    try chain.grow(by: 50)
    let database = try open(Set(BlockIndex.allCases))
    try database.commit(chain.blocks)
    try expectComplete(database.snapshot(), for: chain)
  }

  @Test("Indexes that were off are built later, in steps, and are never half trusted")
  func building() throws {
    var chain = SampleChain()
    try chain.grow(by: 50)
    try open([]).commit(chain.blocks.prefix(30))
    let database = try open(Set(BlockIndex.allCases))
    try database.commit(chain.blocks.dropFirst(30))
    let half = try database.snapshot()
    #expect(try half.coverage(of: .logs) == Coverage(lowest: Height(30), highest: Height(49)))
    let old = chain.blocks[5].outcome.receipts[0].transactionHash
    #expect(try half.place(of: old) == nil)
    var steps = 1
    while try !database.buildIndexes(blocksMax: 7) { steps += 1 }
    #expect(steps > 10)
    try expectComplete(database.snapshot(), for: chain)
  }

  @Test("Switching an index off empties it")
  func switchingOff() throws {
    var chain = SampleChain()
    try chain.grow(by: 20)
    try open(Set(BlockIndex.allCases)).commit(chain.blocks)
    let snapshot = try open([.logs]).snapshot()
    #expect(try snapshot.coverage(of: .transactions) == nil)
    #expect(try snapshot.coverage(of: .logs) != nil)
    let hash = chain.blocks[9].outcome.receipts[0].transactionHash
    #expect(try snapshot.place(of: hash) == nil)
  }

  @Test("Transactions whose hashes begin alike are told apart")
  func alike() throws {
    var chain = SampleChain()
    try chain.grow(by: 20)
    var number: UInt8 = 0
    let blocks = try chain.blocks.map { executed in
      let outcome = executed.outcome
      let receipts = try outcome.receipts.map { receipt in
        number += 1
        let bytes = [UInt8](repeating: 7, count: 31) + [number]
        return Receipt(
          transactionHash: Digest(try #require(FixedBytes<32>(bytes))), outcome: receipt.outcome,
          gasUsed: receipt.gasUsed)
      }
      return ExecutedBlock(
        block: executed.block, hash: executed.hash,
        outcome: BlockOutcome(
          baseFee: outcome.baseFee, senders: outcome.senders, voids: outcome.voids,
          receipts: receipts),
        changes: executed.changes, certificate: executed.certificate,
        chosenSet: executed.chosenSet)
    }
    #expect(number > 10)
    // Once as they are committed, and once when the index is built again.
    try open([.transactions]).commit(blocks)
    for indexes: Set<BlockIndex> in [[.transactions], [], [.transactions]] {
      let database = try open(indexes)
      while try !database.buildIndexes(blocksMax: 7) {}
      guard !indexes.isEmpty else { continue }
      let snapshot = try database.snapshot()
      for executed in blocks {
        for (position, receipt) in executed.outcome.receipts.enumerated() {
          let place = TransactionPlace(height: executed.height, position: position)
          #expect(try snapshot.place(of: receipt.transactionHash) == place)
        }
      }
    }
  }

  @Test("An unknown hash is not found")
  func unknown() throws {
    var chain = SampleChain()
    try chain.grow(by: 20)
    let database = try open(Set(BlockIndex.allCases))
    try database.commit(chain.blocks)
    #expect(try database.snapshot().place(of: .zero) == nil)
  }
}
