import Cryptography
import Simulator
import TestSupport
import Testing

@Suite struct SimulatorTests {
  /// Few in debug builds, where each takes long; `workbench simulate` runs thousands.
  @Test(arguments: 1...(Seeds.isSoaking ? 200 : 12))
  func `A world ends well`(seed: Int) {
    #expect(Simulation.run(seed: UInt64(seed)).complaints == [])
  }

  /// As many as there are situations for one engine.
  @Test(arguments: 1...(Seeds.isSoaking ? 540 : 27))
  func `A walk finds nothing wrong`(seed: Int) {
    #expect(Simulation.walk(seed: UInt64(seed)) == [])
  }

  @Test(arguments: [3, 11] as [UInt64])
  func `One seed has one history`(seed: UInt64) {
    let first = Simulation.run(seed: seed)
    let second = Simulation.run(seed: seed)
    #expect(first.trace == second.trace)
    #expect(first.eventCount == second.eventCount)
    #expect(Simulation.run(seed: seed + 1).trace != first.trace)
  }

  @Test func `A history is written down when somebody wants to read it`() {
    let outcome = Simulation.run(seed: 5, isTraced: true)
    #expect(outcome.lines.count >= outcome.eventCount)
    #expect(Simulation.run(seed: 5).lines.isEmpty)
  }

  @Test(arguments: CrashCampaign.Victim.allCases)
  func `A crash before any step is survived`(victim: CrashCampaign.Victim) {
    let campaign = CrashCampaign(victim)
    var memory = CheckedClaims(remembering: 10_000)
    let count = campaign.stepCount
    #expect(count > 50)
    for step in stride(from: 0, to: count, by: Seeds.isSoaking ? 1 : 41) {
      #expect(campaign.run(step, remembering: &memory).complaints == [], "step \(step)")
    }
  }
}
