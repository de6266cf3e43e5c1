import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds in a random history of ozone that is bought, kept in contracts and drawn.
@Suite("Laws of ozone")
struct PrepayLawTests {
  private let stos: UInt128 = 1_000_000_000_000_000_000

  private struct History {
    var world: World
    var audit = OzoneAudit()
    var contracts: [Address] = []
    var backing: UInt64 = 0
  }

  private func act(_ history: inout History, _ random: inout SplitMix64) throws {
    let person = random.number(in: 0...3)
    let other = history.world.people[random.number(in: 0...3)]
    let contract = history.contracts.randomElement(using: &random) ?? other
    let whole = UInt128.random(in: 0...(40 * stos), using: &random)
    let amount = whole >> UInt128(random.number(in: 0...70))
    switch random.number(in: 0...13) {
    case 0, 1, 2: try history.world.prepay(amount, for: other, by: person)
    case 3:
      history.contracts.append(
        try history.world.openContract(
          amount, for: other, cap: UInt256(random.unsigned(UInt64.self)),
          expiry: history.world.epoch.units + UInt64(random.number(in: 0...20)), by: person))
    case 4:
      let fund = calldata("fundContract(address,uint256)", contract, UInt256.zero)
      _ = try history.world.call(World.prepay, fund, from: person, value: amount).get()
    case 5, 6:
      let allowance = UInt128(random.unsigned(UInt64.self))
      try history.world.admit([other, .zero], allowance, to: contract, by: person)
    case 7, 8, 9, 10:
      let payer = random.happens(oneIn: 4) ? other : contract
      history.audit.counted += try history.world.draw(
        random.unsigned(UInt128.self), of: payer, by: other,
        in: UInt64(random.number(in: 0...Int(history.world.epoch.units))))
    case 11: try history.world.close(contract, by: person)
    case 12: history.world.epoch = history.world.epoch.next
    default:
      let backing = UInt64(random.number(in: 0...2_000))
      try history.world.back(backing, insteadOf: history.backing)
      history.backing = backing
    }
  }

  @Test("Ozone bought is held, in contracts or counted, after every step", arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var history = History(world: try World(seed: seed))
    try history.world.back(700)
    history.backing = 700
    var outcomes = (done: 0, refused: 0)
    for step in 0..<(Seeds.isSoaking ? 4_000 : 250) {
      let before = try history.world.market()
      do {
        try act(&history, &random)
        outcomes.done += 1
      } catch is Refusal {
        outcomes.refused += 1
      }
      try history.audit.check(history.world, "(step \(step))")
      let after = try history.world.market()
      if before.deposits == after.deposits {
        #expect(after.product >= before.product, "step \(step): a purchase lowered (S+P)·L")
      } else {
        for held in [1, before.outstanding / 3, before.outstanding] {
          let (old, new) = try (before.settlement(of: held), after.settlement(of: held))
          #expect(new <= old, "step \(step): a deposit raised what \(held) noz settle for")
        }
      }
    }
    #expect(outcomes.done > 60)
    #expect(outcomes.refused > 10)
    #expect(history.audit.counted > 0)
    #expect(try history.world.supply() == Genesis.supply.units)
  }
}
