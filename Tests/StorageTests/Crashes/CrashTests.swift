import Chain
import Cryptography
import Foundation
import State
import Storage
import TestSupport
import Testing

@Suite("Killing the writer")
struct CrashTests {
  /// How many writers are killed one after the other, each going on where the last one was stopped.
  private static let lifeCount = Seeds.isSoaking ? 21 : 7
  private static let seeds: ClosedRange<UInt64> = Seeds.isSoaking ? 1...4 : 1...1

  @Test(
    "A writer killed at any instant leaves whole blocks, and others go on from there",
    arguments: CrashPlan.allCases, seeds)
  func kill(plan: CrashPlan, seed: UInt64) throws {
    let program = try #require(
      Running.product("crash-writer"), "run swift build --build-tests first")
    var series = try CrashSeries(plan, seed: seed, program: program)
    for _ in 0..<Self.lifeCount {
      let complaints = try series.live()
      guard complaints.isEmpty else {
        Issue.record("\(complaints.joined(separator: "; ")). \(try series.report())")
        return
      }
    }
    print(series.summary)
  }

  @Test("The inspection finds what is wrong")
  func inspection() throws {
    let folder = try TemporaryFolder()
    let chains = try [1, 2].map { (seed: UInt64) in
      var chain = SampleChain(seed: seed, accountCount: CrashPlan.accountCount)
      try chain.grow(by: 30, changing: CrashPlan.changesPerBlock)
      return chain
    }
    let database = try Database(
      folder.path("db"), network: SampleChain.network, settings: .archive)
    #expect(try Inspection(database, against: chains[0]).complaints == [])
    try database.commit(
      chains[0].blocks.prefix(17), journal: JournalMark(identity: .zero, sequence: 9))
    #expect(try Inspection(database, against: chains[0]).complaints == [])
    #expect(try Inspection(database, against: chains[1]).complaints.count > 50)
  }
}
