import Simulator
import TestSupport
import Testing

@Suite struct JournalLossTests {
  @Test func `Whoever loses its journal observes for a while, and the others go on`() {
    let (outcome, voters) = JournalLoss(of: 1, isAccepted: false).run()
    #expect(outcome.complaints == [])
    #expect(voters == 4)
  }

  @Test func `With half of them lost an epoch cannot end unless operators accept the risk`() {
    let stuck = JournalLoss(of: 2, isAccepted: false).run()
    #expect(stuck.outcome.complaints.count == 1)
    #expect(stuck.voters == 2)
    let accepted = JournalLoss(of: 2, isAccepted: true).run()
    #expect(accepted.outcome.complaints == [])
    #expect(accepted.voters == 4)
  }

  @Test func `Whoever votes at its operator's risk contradicts nothing that others have seen`() {
    for seed in 1...(Seeds.isSoaking ? 400 : 6) as ClosedRange<UInt64> {
      let count = Int(seed % 2) + 1
      let (outcome, voters) = JournalLoss(of: count, isAccepted: true, seed: seed).run()
      #expect(outcome.complaints == [], "seed \(seed)")
      #expect(voters == 4, "seed \(seed)")
    }
  }
}
