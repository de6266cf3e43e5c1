import Cryptography
import Node
import Simulator
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

  @Test func `A violation is told of with its number and what replays it`() {
    var failed = scenario
    failed.complaints = ["two blocks are final", "and more"]
    let outcome = failed
    let expected = CommandFailure.failed(
      """
      a test of campaigns, number 0: two blocks are final; and more
      replay it with: workbench simulate --scenario twins/1/0 --trace
      """)
    let sequential = Campaign(jobs: 1, console: .standard(for: "workbench"))
    #expect(throws: expected) {
      try sequential.run(
        "a test of campaigns", count: 3,
        replay: { "--scenario \(ScenarioName.twins(views: 1, number: Int($0.seed)))" }
      ) { _, _ in outcome }
    }
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
