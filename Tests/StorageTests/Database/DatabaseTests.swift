import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport
import Testing

@Suite("The database")
struct DatabaseTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ settings: StorageSettings = .archive) throws -> Database {
    try Database(
      folder.path("db"), network: SampleChain.network, settings: settings)
  }

  @Test(
    "Every commit has the root of the state in memory, and reopening finds it", arguments: [1, 2])
  func roots(seed: UInt64) throws {
    var chain = SampleChain(seed: seed)
    try chain.grow(by: 70)
    var queue = chain.blocks
    while let group = CommitGroup(takingFrom: &queue, journal: nil) {
      let progress = try open().commit(group)
      #expect(progress.stateRoot == chain.states[Int(progress.height.units)].root)
      #expect(progress.blockHash == chain.blocks[Int(progress.height.units)].hash)
    }
    #expect(try open().progress?.height == Height(69))
  }

  @Test("Large groups, whose trees are computed on threads, have the same roots")
  func threads() throws {
    var chain = SampleChain(epochLength: 16, accountCount: 4_000)
    try chain.grow(by: 12, changesPerBlock: 700)
    let database = try open(.validator)
    var queue = chain.blocks
    while let group = CommitGroup(takingFrom: &queue, journal: nil) {
      let progress = try database.commit(group)
      #expect(progress.stateRoot == chain.states[Int(progress.height.units)].root)
    }
  }

  @Test("A group ends at the first block that a header may name")
  func groups() throws {
    var chain = SampleChain(epochLength: 11)
    try chain.grow(by: 30)
    var queue = chain.blocks
    var ends: [UInt64] = []
    while let group = CommitGroup(takingFrom: &queue, journal: nil) {
      ends.append(group.blocks[group.blocks.count - 1].height.units)
    }
    #expect(ends == [0, 8, 11, 16, 22, 24, 29])
  }

  @Test("Blocks, certificates, sets and the journal's mark come back as they were committed")
  func records() throws {
    var chain = SampleChain()
    try chain.grow(by: 45)
    let mark = JournalMark(identity: chain.blocks[3].hash, sequence: 77)
    try open().commit(chain.blocks, journal: mark)
    let snapshot = try open().snapshot()
    for executed in chain.blocks {
      let height = executed.height
      let stored = try #require(try snapshot.block(at: height))
      #expect(stored.header == executed.block.header)
      #expect(stored.body == executed.block.body)
      #expect(try snapshot.orderedBlock(at: height) == executed.block)
      #expect(stored.outcome.canonicalBytes == executed.outcome.canonicalBytes)
      #expect(stored.transactions.count == executed.outcome.senders.count)
      #expect(try snapshot.height(of: executed.hash) == height)
      let certificate = try snapshot.certificate(at: height)?.canonicalBytes
      #expect(certificate == executed.certificate?.canonicalBytes)
      if let set = executed.chosenSet {
        let epoch = executed.block.header.epoch
        #expect(try snapshot.closingHeight(of: epoch) == height)
        #expect(try snapshot.validatorSet(of: epoch.next.next)?.members == set.members)
      }
    }
    #expect(try snapshot.validatorSet(of: Epoch(1)) != nil)
    #expect(try snapshot.journal() == mark)
    #expect(try snapshot.network() == SampleChain.network)
    #expect(try snapshot.block(at: Height(45)) == nil)
    #expect(try snapshot.orderedBlock(at: Height(45)) == nil)
  }

  @Test("The roots that a header may still name outlive the process, and no others")
  func nameableRoots() throws {
    var chain = SampleChain(epochLength: 11)
    try chain.grow(by: 30)
    try open().commit(chain.blocks)
    let roots = try open().snapshot().nameableRoots().roots
    // Headers of the sample name genesis, so all of them may be named.
    #expect(roots.map(\.key.units) == [0, 8, 11, 16, 22, 24])
    #expect(roots.allSatisfy { chain.states[Int($0.key.units)].root == $0.value })
    var kept = NameableRoots()
    for (height, root) in roots {
      kept.add(root, at: height, namedSoFar: Height(min(16, height.units)))
    }
    #expect(kept.roots.map(\.key.units) == [16, 22, 24])
  }

  @Test("A snapshot stays as it was while blocks are committed, and proves its own root")
  func isolation() throws {
    var chain = SampleChain()
    try chain.grow(by: 41)
    let database = try open(.validator)
    try database.commit(chain.blocks.prefix(21))
    let snapshot = try database.provingSnapshot()
    try database.commit(chain.blocks.dropFirst(21))
    let state = chain.states[20]
    #expect(snapshot.progress?.stateRoot == state.root)
    for number in 0..<80 {
      let key = SampleChain.account(number)
      #expect(snapshot.value(for: key) == state.value(for: key))
      let proof = try snapshot.proof(of: key)
      #expect(try proof.value(of: key, under: state.root) == state.value(for: key))
    }
    #expect(try database.provingSnapshot().progress?.height == Height(40))
  }

  @Test("Proofs are made from a tree whose lower part was not read since opening")
  func proofsAfterOpening() throws {
    var chain = SampleChain(accountCount: 3_000)
    try chain.grow(by: 21, changesPerBlock: 200)
    try open(.validator).commit(chain.blocks)
    let snapshot = try open(.validator).provingSnapshot()
    for number in 0..<200 {
      let key = SampleChain.account(number)
      let proof = try snapshot.proof(of: key)
      let proven = try proof.value(of: key, under: chain.states[20].root)
      #expect(proven == chain.states[20].value(for: key))
    }
  }

  @Test("Reading goes over entries in order and within bounds")
  func ranges() throws {
    var chain = SampleChain()
    try chain.grow(by: 9)
    try open().commit(chain.blocks)
    let snapshot = try open().snapshot()
    expectSameEntries(snapshot, chain.states[8], in: SampleChain.accounts)
    expectSameEntries(snapshot, chain.states[8], in: SampleChain.counters)
  }

  @Test("A database of another network, and one of a later format, are refused")
  func refusals() throws {
    _ = try open()
    let other = Network(chainID: ChainID(1), genesisHash: .zero)
    let refusal = SampleEnvironment.refusal { () throws(StorageError) in
      _ = try Database(folder.path("db"), network: other, settings: .archive)
    }
    guard case .otherNetwork = refusal else {
      Issue.record("another network was answered with \(String(describing: refusal))")
      return
    }
    for (format, isNewer) in [(UInt8(99), true), (0, false)] {
      try overwriteFact("format", with: [format, 0, 0, 0])
      let refusal = SampleEnvironment.refusal { () throws(StorageError) in
        _ = try Database(
          folder.path("db"), network: SampleChain.network, settings: .archive)
      }
      switch refusal {
      case .newerFormat: #expect(isNewer)
      case .olderFormat: #expect(!isNewer)
      default: Issue.record("format \(format) was answered with \(String(describing: refusal))")
      }
    }
  }

  @Test("A tree that does not lead to the state's root is found when the database is opened")
  func damagedTree() throws {
    var chain = SampleChain()
    try chain.grow(by: 9)
    try open().commit(chain.blocks)
    let subtrees = Keyspace(0, "subtrees")
    do {
      let environment = try Environment(
        folder.path("db"), keyspaces: [subtrees], access: .readWrite(create: false),
        options: .small)
      try environment.write { transaction throws(StorageError) in
        let first = try transaction.contents.withCursor(on: subtrees) {
          cursor throws(StorageError) in
          try cursor.first()
          return try cursor.withEntry { key, value in
            ([UInt8](copying: key), [UInt8](copying: value))
          }
        }
        guard let first else { return }
        var value = first.1
        value[value.count - 1] ^= 1
        try transaction.put(value.span, for: first.0.span, in: subtrees)
      }
    }
    let refusal = SampleEnvironment.refusal { () throws(StorageError) in
      _ = try Database(
        folder.path("db"), network: SampleChain.network, settings: .archive)
    }
    guard case .corrupt = refusal else {
      Issue.record("a damaged tree was answered with \(String(describing: refusal))")
      return
    }
  }

  private func overwriteFact(_ name: String, with value: [UInt8]) throws(StorageError) {
    let facts = Keyspace(0, "facts")
    let environment = try Environment(
      folder.path("db"), keyspaces: [facts], access: .readWrite(create: false))
    try environment.write { transaction throws(StorageError) in
      try transaction.put(value.span, for: Array(name.utf8).span, in: facts)
    }
  }
}

/// Compares what two views hold in one table of the state.
func expectSameEntries(
  _ view: some StateView, _ other: some StateView, in table: Table,
  _ comment: Comment? = nil
) {
  var lower = table.lower
  while true {
    let entry = view.firstEntry(from: lower, below: table.upper)
    #expect(entry == other.firstEntry(from: lower, below: table.upper), comment)
    guard let entry else { return }
    lower = entry.key.successor
  }
}
