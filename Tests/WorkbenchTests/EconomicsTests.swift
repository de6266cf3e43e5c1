import Foundation
import Testing
import workbench

/// The scenarios beside the workbench, played over the real ledger.
@Suite(.enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"))
struct EconomicsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Tools/workbench/Scenarios")

  private func played(_ name: String, leavingOut idle: String? = nil) throws -> ScenarioRun {
    let scenario = try Scenario.read(Self.folder.appending(path: "\(name).json").path)
    var run = try ScenarioRun(scenario, leavingOut: idle)
    try run.play()
    return run
  }

  /// What a party has more by serving itself than it would have without.
  private func profit(of party: String, in name: String) throws -> Int128 {
    let with = try #require(try played(name).result(of: party))
    let without = try #require(try played(name, leavingOut: party).result(of: party))
    #expect(with.spent > 0 && without.spent == 0)
    return with.gain - without.gain
  }

  @Test func `a coalition that serves itself loses, and without the cap it gains`() throws {
    #expect(try profit(of: "coalition", in: "self-dealing") < 0)
    #expect(try profit(of: "coalition", in: "self-dealing-uncapped") > 0)
  }

  @Test func `a dead quorum loses the traffic of some epochs, and of no more`() throws {
    let run = try played("dead-meta-quorum")
    let last = try #require(run.lostEpochs.last)
    #expect(last < run.scenario.epochs)
    #expect(run.rows.contains { $0.epoch > last && $0.settled > 0 })
  }

  @Test(arguments: [
    ("honest-growth", ["validators", "foundation", "large nodes", "small nodes"]),
    ("price-swing", ["validators", "foundation", "loyal nodes", "hasty nodes"]),
  ])
  func `who serves earns, and who consumes pays`(name: String, earners: [String]) throws {
    let run = try played(name)
    for earner in earners {
      let result = try #require(run.result(of: earner))
      #expect(result.spent == 0 && result.gain > 0, "\(earner)")
    }
    let consumers = try #require(run.result(of: "consumers"))
    #expect(consumers.gain <= -Int128(consumers.spent))
    #expect(run.lostEpochs.isEmpty)
  }

  @Test func `a scenario that names nobody is refused`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = #"{"name":"n","about":"a","epochs":1,"parties":[],"withoutTrafficOf":"nobody"}"#
    try Data(text.utf8).write(to: file)
    #expect(throws: ScenarioError.self) { try Scenario.read(file.path) }
  }
}
