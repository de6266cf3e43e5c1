import Chain
import Cryptography
import Foundation
import State
import Storage
import TestSupport

/// Writers of one database that are killed one after the other.
struct CrashSeries {
  private let plan: CrashPlan
  private let seed: UInt64
  private let program: String
  private var folder: TemporaryFolder
  private var chain: SampleChain
  private var random: SplitMix64
  private var moment = Victim.Moment(lineCount: 0, microseconds: 0)
  /// What the database had when the last writer began.
  private var heightBefore: UInt64?
  /// How many writers were stopped where, and how many of the commits under way were there after.
  private var counts = (opening: 0, committing: 0, completed: 0, between: 0)

  init(_ plan: CrashPlan, seed: UInt64, program: String) throws {
    self.plan = plan
    self.seed = seed
    self.program = program
    folder = try TemporaryFolder()
    chain = SampleChain(seed: seed, accountCount: CrashPlan.accountCount)
    random = SplitMix64(seed: seed)
  }

  private var path: String { folder.path("db") }

  /// Lets a writer live for a while, and says what is wrong with what it leaves.
  mutating func live() throws -> [String] {
    if plan == .creating {
      folder = try TemporaryFolder()
      heightBefore = nil
    }
    moment = drawMoment()
    let victim = try Victim(program, [path, "\(seed)", plan.rawValue], killedAt: moment)
    if let misfortune = victim.misfortune { return ["the writer ended by itself: \(misfortune)"] }
    let database = try Database(
      path, network: SampleChain.network, settings: plan.settings, options: plan.options)
    let height = database.progress?.height.units
    count(victim, height)
    var complaints: [String] = []
    let durable = victim.durableHeight ?? heightBefore
    if height != durable, victim.announcedHeight == nil || height != victim.announcedHeight {
      let words = victim.lines.suffix(2).joined(separator: ", ")
      complaints.append("the tip is \(String(describing: height)) after: \(words)")
    }
    while chain.height.units < (height ?? 0) + 24 {
      try chain.grow(by: 1, changing: CrashPlan.changesPerBlock)
    }
    if plan == .indexing, random.happens(oneIn: 2) { _ = try database.buildIndexes(blocksMax: 7) }
    complaints += try Inspection(database, against: chain, isOneHand: true).complaints
    if complaints.isEmpty { complaints = try goOn(database) }
    heightBefore = database.progress?.height.units
    return complaints
  }

  /// Commits what comes next in the chain.
  private func goOn(_ database: Database) throws -> [String] {
    let first = database.progress.map { Int($0.height.units) + 1 } ?? 0
    var queue = Array(chain.blocks[first...].prefix(12))
    let mark = CrashPlan.mark(after: database.progress)
    guard let group = CommitGroup(takingFrom: &queue, journal: mark) else { return ["no block"] }
    let progress = try database.commit(group)
    let root = chain.states[Int(progress.height.units)].root
    guard progress.stateRoot == root else { return ["the next commit has another root"] }
    return try Inspection(database, against: chain, isOneHand: true).complaints
  }

  /// Draws a moment; short whiles are as likely as long ones.
  private mutating func drawMoment() -> Victim.Moment {
    let lineCount = plan == .creating ? random.number(in: 1...4) : random.number(in: 1...20)
    let microseconds = random.number(in: 0...1 << random.number(in: 6...14))
    return Victim.Moment(lineCount: lineCount, microseconds: UInt32(microseconds))
  }

  private mutating func count(_ victim: Victim, _ height: UInt64?) {
    if victim.announcedHeight != nil {
      counts.committing += 1
      if height == victim.announcedHeight { counts.completed += 1 }
    } else if victim.lines.last == "opening" {
      counts.opening += 1
    } else {
      counts.between += 1
    }
  }

  /// What the writers were doing when they were killed.
  var summary: String {
    """
    \(plan) \(seed): killed \(counts.opening) opening, \(counts.committing) committing, of which \
    \(counts.completed) were through, \(counts.between) in between; height \(heightBefore ?? 0)
    """
  }

  /// Keeps the database of a failure, and says how to have one like it again.
  func report() throws -> String {
    let copy = NSTemporaryDirectory() + "tradewind-crash-" + UUID().uuidString
    try FileManager.default.copyItem(atPath: folder.path, toPath: copy)
    return """
      plan \(plan), seed \(seed): the writer was killed \(moment), and \(copy)/db is what it left. \
      To have it again: \(program) PATH \(seed) \(plan), and kill -9 after about as long.
      """
  }
}
