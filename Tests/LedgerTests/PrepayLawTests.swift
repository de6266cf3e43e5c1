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
    var fleet: Fleet
    var audit = OzoneAudit()
    var contracts: [Address] = []
  }

  private func act(_ history: inout History, _ random: inout SplitMix64) throws {
    let person = random.number(in: 0...3)
    let other = history.fleet.world.people[random.number(in: 0...3)]
    let contract = history.contracts.randomElement(using: &random) ?? other
    let whole = UInt128.random(in: 0...(40 * stos), using: &random)
    let amount = whole >> UInt128(random.number(in: 0...70))
    switch random.number(in: 0...13) {
    case 0, 1, 2: try history.fleet.world.prepay(amount, for: other, by: person)
    case 3:
      history.contracts.append(
        try history.fleet.world.openContract(
          amount, for: other, cap: UInt256(random.unsigned(UInt64.self)),
          expiry: history.fleet.world.epoch.units + UInt64(random.number(in: 0...20)), by: person))
    case 4:
      let fund = calldata("fundContract(address,uint256)", contract, UInt256.zero)
      _ = try history.fleet.world.call(World.prepay, fund, from: person, value: amount).get()
    case 5, 6:
      let allowance = UInt128(random.unsigned(UInt64.self))
      try history.fleet.world.admit([other, .zero], allowance, to: contract, by: person)
    case 7, 8, 9, 10:
      let payer = random.happens(oneIn: 4) ? other : contract
      history.audit.counted += try history.fleet.world.draw(
        random.unsigned(UInt128.self), of: payer, by: other,
        in: UInt64(random.number(in: 0...Int(history.fleet.world.epoch.units))))
    case 11: try history.fleet.world.close(contract, by: person)
    case 12: history.fleet.world.epoch = history.fleet.world.epoch.next
    default:
      let node = history.fleet.resources[random.number(in: 0...2)]
      let deposit = try history.fleet.record(node).deposit.low
      let part = UInt128.random(in: stos...deposit, using: &random)
      try history.fleet.setEffectiveDeposit(of: node, to: random.happens(oneIn: 3) ? 0 : part)
    }
  }

  @Test("Ozone bought is held, in contracts or counted, after every step", arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var history = History(fleet: try Fleet(metas: 1, seed: seed))
    var outcomes = (done: 0, refused: 0)
    for step in 0..<(Seeds.isSoaking ? 4_000 : 250) {
      let before = try history.fleet.world.economy()
      do {
        try act(&history, &random)
        outcomes.done += 1
      } catch is Refusal {
        outcomes.refused += 1
      }
      try history.audit.check(history.fleet.world, "(step \(step))")
      let after = try history.fleet.world.economy()
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
    #expect(try history.fleet.world.supply() == Genesis.supply.units)
  }
}
