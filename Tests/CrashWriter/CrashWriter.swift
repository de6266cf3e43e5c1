import Chain
import Foundation
import State
import Storage
import TestSupport

/// Commits drawn blocks to a database until it is killed, and says what it does before and after.
///
/// `crash-writer PATH SEED PLAN` prints `opening`, `open`, then for each group `commit HEIGHT` and,
/// once that is durable, `done HEIGHT`. Who kills it knows by that what has to be there.
@main struct CrashWriter {
  private let path: String
  private let seed: UInt64
  private let plan: CrashPlan
  /// For how much is done at a time, which is not part of the chain.
  private var random: SplitMix64

  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let seed = UInt64(words[2]), let plan = CrashPlan(rawValue: words[3])
    else { preconditionFailure("usage: crash-writer PATH SEED PLAN") }
    var writer = CrashWriter(
      path: words[1], seed: seed, plan: plan, random: SplitMix64(seed: UInt64(getpid())))
    while true { try writer.work() }
  }

  private mutating func work() throws {
    if plan == .indexing { try commitWithoutIndexes() }
    let database = try open(plan.settings)
    switch plan {
    case .creating, .archiving, .growing:
      while true { try commit(to: database) }
    case .pruning:
      while true {
        try commit(to: database)
        _ = try database.prune(blocksMax: random.number(in: 1...4))
      }
    case .reading:
      while true { try read(database) }
    case .indexing:
      try commit(to: database)
      try index(database)
    }
  }

  private func open(_ settings: StorageSettings) throws -> Database {
    Self.say("opening")
    defer { Self.say("open") }
    return try Database(
      path, network: SampleBlocks.network, settings: settings, options: plan.options)
  }

  /// Commits some groups of blocks.
  private mutating func commit(to database: Database) throws {
    var blocks = CrashPlan.blocks(seed: seed, after: database.progress)
    var queue: [ExecutedBlock] = []
    for _ in 0..<random.number(in: 1...20) {
      queue.append(try blocks.next(changing: CrashPlan.changesPerBlock))
    }
    while !queue.isEmpty {
      let mark = CrashPlan.mark(after: database.progress)
      guard let group = CommitGroup(takingFrom: &queue, journal: mark) else { return }
      let height = group.blocks[group.blocks.count - 1].height
      Self.say("commit \(height.units)")
      try database.commit(group)
      Self.say("done \(height.units)")
    }
  }

  /// Opens the database for a while with fewer indexes, so that what the others had is lost.
  private mutating func commitWithoutIndexes() throws {
    var settings = plan.settings
    settings.indexes = random.happens(oneIn: 2) ? [] : [.addresses]
    try commit(to: open(settings))
  }

  /// Builds the indexes for the blocks that were committed without.
  private mutating func index(_ database: Database) throws {
    while try !database.buildIndexes(blocksMax: random.number(in: 1...9)) {
      if random.happens(oneIn: 3) { try commit(to: database) }
    }
  }

  /// Holds a snapshot while something is committed, and sees what it saw.
  private mutating func read(_ database: Database) throws {
    let snapshot = try database.provingSnapshot()
    let key = SampleBlocks.account(random.number(in: 0...CrashPlan.accountCount))
    let before = snapshot.value(for: key)
    try commit(to: database)
    guard let progress = snapshot.progress else { return }
    let proven = try snapshot.proof(of: key).value(of: key, under: progress.stateRoot)
    precondition(snapshot.value(for: key) == before && proven == before, "a snapshot stays")
  }

  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
