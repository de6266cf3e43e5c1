import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds of nodes, files, ozone and rewards in histories of everything at once.
@Suite("Histories of traffic")
struct TrafficHistoryTests {
  private static let blockCount = Seeds.isSoaking ? 2_500 : 150

  @Test("Whatever is called, the books of traffic balance after every block", arguments: Seeds.few)
  func balance(seed: UInt64) throws {
    var history = try History(seed: seed)
    for number in 1...Self.blockCount {
      let (block, _) = try history.next()
      let fleet = try history.fleet
      let note = "(seed \(seed), block \(number))"
      let others = history.cast.holders.filter { !fleet.world.people.contains($0) }
      try OzoneAudit(others: others).check(fleet.world, note)
      try fleet.checkLaws("\(note)")
      // Nothing but a close or a withdrawal changes what an epoch owes.
      if block.context.isClosing && number % 4 == 0 { try fleet.checkTraffic("\(note)") }
    }
    try claimEverything(in: history)
  }

  /// Lets everything mature, withdraws all there is, and finds but the dust of divisions left.
  private func claimEverything(in history: History) throws {
    var fleet = try history.fleet
    fleet.endEpochs(20)
    let held = fleet.wei(.trafficRewards)
    var paid: UInt128 = 0
    var claimCount: UInt128 = 0
    let (before, supply) = (fleet, try fleet.world.supply())
    for node in history.cast.resources {
      while let wei = try? fleet.withdraw(node) {
        (paid, claimCount) = (paid + wei, claimCount + 1)
      }
    }
    for node in history.cast.metas {
      while let wei = try? fleet.withdrawMeta(node) {
        (paid, claimCount) = (paid + wei, claimCount + 1)
      }
    }
    for id in history.cast.fileIDs {
      while let wei = try? fleet.withdrawContent(id) {
        (paid, claimCount) = (paid + wei, claimCount + 1)
      }
    }
    #expect(paid > 0 && claimCount > 3)
    #expect(paid <= held)
    #expect(fleet.wei(.trafficRewards) == held - paid)
    #expect(try fleet.world.supply() == supply)
    try fleet.checkTraffic("at the end")
    // What was stored then is paid for on, in epochs that are not mature.
    for number in 1..<history.epoch.units {
      guard let settled = try? fleet.settled(number) else { continue }
      // A wei for each of at most so many divisions: nodes, files and seats, of R and of B.
      let shareCount = UInt128(
        2 * (history.cast.resources.count + history.cast.fileIDs.count + history.cast.metas.count))
      #expect(settled.unclaimed.low <= shareCount, "epoch \(number) keeps more than dust")
    }
    #expect(before.wei(.trafficRewards) == held)
  }
}
