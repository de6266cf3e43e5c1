import Simulator
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
}
