import Chain
import Codec
import Cryptography
import Node
import State
import Storage
import TestSupport
import Testing

@Suite struct DatabaseCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.path("db") }

  private func open(_ name: String = "db") throws -> Database {
    try Database(
      folder.path(name), network: Network(chainID: ChainID(20_480), genesisHash: .zero),
      settings: .validator)
  }

  /// A block without transactions that changes one entry of the state.
  private func commitBlock(_ number: UInt64, to database: Database) throws {
    let body = try Body([])
    let header = Header(
      chainID: ChainID(20_480), epoch: Epoch(1), height: Height(number), view: View(1),
      parentView: View(0), parentHash: database.progress?.blockHash ?? .zero,
      time: Timestamp(number), proposer: .zero, transactionsRoot: body.root, transactionCount: 0,
      executedHeight: .zero, executedStateRoot: .zero, validatorSetHash: .zero,
      nextValidatorSetHash: .zero)
    var changes = ChangeSet()
    changes.put([UInt8(number + 1)], for: Table(1, keySizeBytes: 8).key(Height(number)))
    var queue = [
      ExecutedBlock(
        block: try Block(header: header, body: body), hash: header.hash,
        outcome: BlockOutcome(baseFee: Wei(gwei: 1), senders: [], voids: [], receipts: []),
        changes: changes)
    ]
    try database.commit(try #require(CommitGroup(takingFrom: &queue, journal: nil)))
  }

  @Test func `a sound database is said to be sound`() throws {
    let root: Digest?
    do {
      let database = try open()
      for number in 0..<5 as Range<UInt64> { try commitBlock(number, to: database) }
      root = database.progress?.stateRoot
    }
    let record = try RecordedConsole()
    #expect(record.run(["db", "check", "--database", path]) == .success)
    #expect(try record.errors == "")
    let known = try #require(root)
    #expect(
      try record.output == """
        state root: \(known)
        entries:    5
        blocks:     5
        The database is sound.

        """)
  }

  @Test func `the parts of a database are listed`() throws {
    do {
      let database = try open()
      try commitBlock(0, to: database)
    }
    let record = try RecordedConsole()
    #expect(record.run(["db", "stats", "-d", path]) == .success)
    let output = try record.output
    for word in ["chain id:     20480", "height:       0", "subtrees", "changed-keys", "file: "] {
      #expect(output.contains(word), "\(word)")
    }
  }

  @Test func `what is no database is refused with its path`() throws {
    for command in [["check"], ["stats"], ["compact"], ["backup", folder.path("copy")]] {
      let record = try RecordedConsole()
      #expect(record.run(["db"] + command + ["-d", folder.path("none")]) == .failure)
      #expect(try record.errors.contains("there is no database in \(folder.path("none"))"))
    }
  }

  @Test func `compacting says what it has saved`() throws {
    do {
      let database = try open()
      try commitBlock(0, to: database)
    }
    let record = try RecordedConsole()
    #expect(record.run(["db", "compact", "-d", path]) == .success)
    #expect(try record.output.hasSuffix(" now\n"))
    #expect(try open().progress?.height == .zero)
  }

  @Test(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
  func `a running node's database is copied, checked and listed by another process`() throws {
    let program = try #require(Running.tradewind)
    let database = try open()
    for number in 0..<20 as Range<UInt64> { try commitBlock(number, to: database) }
    let backup = try Running(program, ["db", "backup", folder.path("copy"), "-d", path])
    #expect(backup.exitCode == 0, "\(backup.errors)")
    #expect(backup.output.contains("height:       19"))
    for number in 20..<25 as Range<UInt64> { try commitBlock(number, to: database) }
    for command in ["check", "stats"] {
      let run = try Running(program, ["db", command, "-d", path])
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let compact = try Running(program, ["db", "compact", "-d", path])
    #expect(compact.exitCode == 1)
    #expect(compact.errors.contains("stop that process first"))
    // The copy is a database in its own right, and has nothing beside the data.
    let copy = try open("copy")
    #expect(copy.progress?.height == Height(19))
    #expect(try copy.snapshot().journal() == nil)
    try commitBlock(20, to: copy)
  }
}
