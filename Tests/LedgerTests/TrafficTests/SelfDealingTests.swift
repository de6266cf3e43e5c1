import Ledger
import TestSupport
import Testing

/// What it comes to when a coalition buys ozone only to serve itself.
@Suite("Serving oneself")
struct SelfDealingTests {
  /// What was mined where each tier begins, and after all is mined.
  private static let tiers: [UInt64] = [
    0, 16_819_200, 25_228_800, 29_433_600, 31_536_000, 32_587_200, 40_000_000,
  ]

  /// What fake traffic adds to a coalition's income, and what it settled for.
  private func attack(
    minedSTOS: UInt64, cap: UInt64, from random: inout SplitMix64
  ) throws -> (gained: Int128, settled: Int128) {
    let plan = Coalition.Plan.arbitrary(minedSTOS: minedSTOS, cap: cap, from: &random)
    let coalition = try Coalition(plan, seed: random.unsigned(UInt64.self))
    let without = try coalition.income(serving: false)
    let with = try coalition.income(serving: true)
    return (Int128(with.earned) - Int128(without.earned), Int128(with.settled))
  }

  @Test(
    "Serving yourself never pays: at the default cap it returns less than was settled, in any tier",
    arguments: tiers, Seeds.isSoaking ? 1...40 as ClosedRange<UInt64> : 1...3)
  func capped(minedSTOS: UInt64, seed: UInt64) throws {
    var random = SplitMix64(seed: seed &* 1_000_003 ^ minedSTOS)
    for _ in 0..<3 {
      let (gained, settled) = try attack(minedSTOS: minedSTOS, cap: 2_500, from: &random)
      #expect(settled > 0)
      #expect(gained < settled)
    }
  }

  @Test("The cap leaves a coalition of the largest size almost what it settled, and no more")
  func bound() throws {
    let plan = Coalition.Plan(
      minedSTOS: 32_587_200, subsidyCapBasisPoints: 2_500, metaCount: 3, seatCount: 1,
      nodeCount: 2, ownNodeCount: 1, stakeSTOS: 333_333, honestNoz: [0, 0],
      fakeNoz: 100_000_000_000)
    let coalition = try Coalition(plan, seed: 1)
    let (earned, settled) = try coalition.income(serving: true)
    #expect(try coalition.income(serving: false).earned == 0)
    #expect(earned < settled)
    // 8,000 bp, less the tax of 2 % on 7,333 bp, and a quarter of 8,000 bp.
    #expect(earned > settled * 98 / 100)
  }

  @Test("Without a cap the same search finds coalitions that serving themselves pays")
  func uncapped() throws {
    var random = SplitMix64(seed: 1)
    var profits = 0
    for minedSTOS in Self.tiers.dropLast() {
      for _ in 0..<3 {
        let (gained, settled) = try attack(minedSTOS: minedSTOS, cap: 0, from: &random)
        if gained > settled { profits += 1 }
      }
    }
    #expect(profits >= 6)
  }
}
