import Chain
import Codec
import Cryptography
import Foundation
import State
import Storage
import TestSupport

/// Times the database with a state of some size against LMDB itself, in turn.
final class StorageBench {
  /// How many accounts a group of blocks changes.
  static let changedCount = 10_000
  /// How many entries are loaded at once.
  private static let batchCount = 100_000

  let entryCount: Int
  private let rounds: Int
  private let folder: URL
  private let clock = ContinuousClock()
  private var opened: Database?
  private let bare: BareDatabase
  private var random = SplitMix64(seed: 1)
  private var height = Height.zero
  private let accounts: SpreadAccounts

  init(entryCount: Int, rounds: Int) throws {
    self.entryCount = entryCount
    accounts = SpreadAccounts(count: entryCount)
    self.rounds = rounds
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tradewind-bench-\(UUID().uuidString)")
    for name in ["ours", "bare"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    bare = try BareDatabase(folder.appendingPathComponent("bare").path)
    opened = try Self.open(folder)
  }

  private var database: Database {
    guard let opened else { preconditionFailure("the database is open while it is timed") }
    return opened
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  private static func open(_ folder: URL) throws -> Database {
    let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
    return try Database(
      folder.appendingPathComponent("ours").path, network: network, settings: .validator)
  }

  private func entry(_ number: Int) -> (key: [UInt8], value: [UInt8]) {
    (accounts.key(number), random.bytes(count: 24))
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock.now
    try body()
    let elapsed = (clock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  /// One block that changes accounts.
  private func group(
    changing entries: [(key: [UInt8], value: [UInt8])], closing set: ValidatorSet? = nil
  ) throws -> CommitGroup {
    var changes = ChangeSet()
    for (key, value) in entries { changes.put(value, for: StateKey(copying: key.span)) }
    let body = try Body([])
    let header = Header(
      chainID: ChainID(20_480), epoch: Epoch(1), height: height, view: View(1),
      parentView: View(0), parentHash: .zero, time: Timestamp(height.units), proposer: .zero,
      transactionsRoot: body.root, transactionCount: 0, executedHeight: .zero,
      executedStateRoot: .zero, validatorSetHash: .zero, nextValidatorSetHash: .zero)
    let block = ExecutedBlock(
      block: try Block(header: header, body: body), hash: header.hash,
      outcome: BlockOutcome(baseFee: Wei(gwei: 1), senders: [], voids: [], receipts: []),
      changes: changes, chosenSet: set)
    height = height.next
    var queue = [block]
    guard let group = CommitGroup(takingFrom: &queue, journal: nil) else {
      preconditionFailure("a queue with a block has a group")
    }
    return group
  }

  func load() throws {
    for start in stride(from: 0, to: entryCount, by: Self.batchCount) {
      let entries = (start..<min(start + Self.batchCount, entryCount)).map(entry)
      try bare.put(entries)
      try database.commit(try group(changing: entries))
    }
  }

  /// New values for accounts drawn at random, root included, and durable.
  func timeCommits() throws -> Comparison {
    var comparison = Comparison("storage.commit", size: Self.changedCount, entryCount: entryCount)
    for _ in 0..<rounds {
      let numbers = Set((0..<Self.changedCount).map { _ in random.number(in: 0...entryCount - 1) })
      let entries = numbers.sorted().map(entry)
      let group = try group(changing: entries)
      comparison.add(
        bare: try seconds { try bare.put(entries) },
        ours: try seconds { try database.commit(group) })
    }
    return comparison
  }

  /// Values of accounts drawn at random.
  func timeReads() throws -> Comparison {
    let count = 100_000
    var comparison = Comparison("storage.read", size: count, entryCount: entryCount)
    for _ in 0..<rounds {
      let keys = (0..<count).map { _ in accounts.key(random.number(in: 0...entryCount - 1)) }
      let stateKeys = keys.map { StateKey(copying: $0.span) }
      var sums = (0, 0)
      let bareSeconds = try seconds { sums.0 = try bare.get(keys) }
      let snapshot = try database.snapshot()
      let ourSeconds = seconds {
        for key in stateKeys { sums.1 += Int(snapshot.value(for: key)?[0] ?? 0) }
      }
      precondition(sums.0 == sums.1, "both databases hold the same")
      comparison.add(bare: bareSeconds, ours: ourSeconds)
    }
    return comparison
  }

  /// How long opening takes, which reads the top of the tree and hashes no entry.
  func timeOpening() throws -> String {
    opened = nil
    let openSeconds = try seconds { opened = try Self.open(folder) }
    return String(
      format: "storage.open              entries=%-9d %9.1f ms", entryCount, openSeconds * 1e3)
  }

  /// Writing a snapshot and making a database of it, beside copying its files.
  func timeSnapshot() throws -> [Comparison] {
    var random = SplitMix64(seed: 2)
    let set = try ValidatorSet(.arbitrary(count: 1...1, from: &random))
    try database.commit(try group(changing: [], closing: set))
    var exporting = Comparison("storage.export", size: 0, entryCount: entryCount)
    var importing = Comparison("storage.import", size: 0, entryCount: entryCount)
    for _ in 0..<min(rounds, 5) {
      let path = folder.appendingPathComponent("snapshot").path
      var chunkCount = 0
      let exportSeconds = try seconds {
        var export = try SnapshotExport(of: database, to: path)
        while try export.writeNext() {}
        chunkCount = export.chunkCount
      }
      let copySeconds = try seconds { try copyFiles(of: path) }
      let importSeconds = try seconds { try importChunks(chunkCount, of: SnapshotFolder(path)) }
      exporting.add(bare: copySeconds, ours: exportSeconds)
      importing.add(bare: copySeconds, ours: importSeconds)
    }
    return [exporting, importing]
  }

  /// Reads each file and writes it again, durably: as fast as these bytes can be had on this disk.
  private func copyFiles(of path: String) throws {
    let target = folder.appendingPathComponent("files")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name))
      let file = target.appendingPathComponent(name)
      try bytes.write(to: file)
      let handle = try FileHandle(forWritingTo: file)
      try handle.synchronize()
      try handle.close()
    }
    try FileManager.default.removeItem(at: target)
  }

  private func importChunks(_ count: Int, of snapshot: SnapshotFolder) throws {
    guard let progress = database.progress else { return }
    let target = folder.appendingPathComponent("imported")
    let manifest = try BenchManifest.make(for: progress, chunkCount: count)
    var importing = try SnapshotImport(to: target.path, manifest: manifest)
    let chunks = VerifiedChunks(of: snapshot, count: count, root: progress.stateRoot)
    for number in 0..<count { try importing.add(try chunks.take(number)) }
    try importing.finish(validatorSets: [])
    try FileManager.default.removeItem(at: target)
  }
}
