import Cryptography
import Node
import Simulator
import Synchronization
import Testing
import workbench

@Suite struct CampaignTests {
  private let campaign = Campaign(jobs: 2, console: .standard(for: "workbench"))

  private var scenario: Simulation.Outcome {
    var memory = CheckedClaims(remembering: 1_000)
    return TwinsCampaign(views: 1).run(0, remembering: &memory)
  }

  @Test func `A campaign without violations ends well`() throws {
    let outcome = scenario
    try campaign.run("a test of campaigns", count: 3, replay: { _ in "" }) { _, _ in outcome }
  }

  private var failed: Simulation.Outcome {
    var failed = scenario
    failed.complaints = ["two blocks are final", "and more"]
    return failed
  }

  private let replay: @Sendable (Simulation.Outcome) -> String = {
    "--scenario \(ScenarioName.twins(views: 1, number: Int($0.seed)))"
  }

  private let words = """
    a test of campaigns, number 0: two blocks are final; and more
    replay it with: workbench simulate --scenario twins/1/0 --trace
    """

  @Test func `Each violation is told of with its number and what replays it`() {
    let (good, bad) = (scenario, failed)
    #expect(throws: CommandFailure.failed("\(words)\n\(words)")) {
      try campaign.run("a test of campaigns", count: 5, replay: replay) { index, _ in
        index.isMultiple(of: 3) ? bad : good
      }
    }
  }

  @Test func `A campaign ends after as many violations as anybody reads`() {
    let bad = failed
    let runCount = Mutex(0)
    let all = Array(repeating: words, count: Campaign.violationsMax).joined(separator: "\n")
    let sequential = Campaign(jobs: 1, console: .standard(for: "workbench"))
    #expect(throws: CommandFailure.failed(all)) {
      try sequential.run("a test of campaigns", count: 1_000, replay: replay) { _, _ in
        runCount.withLock { $0 += 1 }
        return bad
      }
    }
    #expect(runCount.withLock { $0 } == Campaign.violationsMax)
  }

  @Test func `What follows a part that failed is run as well`() {
    var run: [Int] = []
    #expect(throws: CommandFailure.failed("part 1\npart 2")) {
      try Campaign.runAll([1, 2, 3]) { part throws(CommandFailure) in
        run.append(part)
        if part < 3 { throw .failed("part \(part)") }
      }
    }
    #expect(run == [1, 2, 3])
  }

  @Test(arguments: [
    ScenarioName.crash(.one, step: 0), .crash(.alone, step: 512), .twins(views: 3, number: 1_204),
  ])
  func `A scenario is found by its name`(name: ScenarioName) {
    #expect(ScenarioName("\(name)") == name)
  }

  @Test(arguments: [
    "", "crash", "crash/one", "crash/two/1", "crash/one/-1", "twins/0/1", "twins/7/1",
    "twins/1/208", "twins/2/1/1", "twin/2/1",
  ])
  func `What is no name of a scenario is refused`(text: String) {
    #expect(ScenarioName(text) == nil)
  }
}
