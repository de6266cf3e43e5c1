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
  private let database: Database
  private let bare: BareDatabase
  private var random = SplitMix64(seed: 1)
  private var height = Height.zero
  private let accounts = Table(1, keySizeBytes: 20)

  init(entryCount: Int, rounds: Int) throws {
    self.entryCount = entryCount
    self.rounds = rounds
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tradewind-bench-\(UUID().uuidString)")
    for name in ["ours", "bare"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    bare = try BareDatabase(folder.appendingPathComponent("bare").path)
    database = try Self.open(folder)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  private static func open(_ folder: URL) throws -> Database {
    let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
    return try Database(
      folder.appendingPathComponent("ours").path, network: network, settings: .validator)
  }

  /// The key of an account: evenly spread, and in the order of the accounts' numbers.
  private func key(_ number: Int) -> [UInt8] {
    let spread = UInt64(number).multipliedFullWidth(by: UInt64.max / UInt64(entryCount)).low
    var rest = SplitMix64(seed: UInt64(number))
    var key: [UInt8] = [accounts.id]
    for shift in stride(from: 56, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: spread >> UInt64(shift)))
    }
    return key + rest.bytes(count: 12)
  }

  private func entry(_ number: Int) -> (key: [UInt8], value: [UInt8]) {
    (key(number), random.bytes(count: 24))
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock.now
    try body()
    let elapsed = (clock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }

  /// One block that changes accounts.
  private func group(
    changing entries: [(key: [UInt8], value: [UInt8])]
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
      changes: changes)
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
      let keys = (0..<count).map { _ in key(random.number(in: 0...entryCount - 1)) }
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
}
