import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds in a random history of deposits that come and go, purchases and settlements.
@Suite("Laws of the economy")
struct EconomyLawTests {
  /// An economy with the wei that were prepaid, as the ledger keeps them in an account.
  private struct Market {
    var economy: Economy
    var prepaid = Wei.zero

    var product: UInt256 {
      UInt256(economy.deposits.units + prepaid.units, times: economy.forSale.units)
    }

    mutating func buy(for amount: Wei) throws(ArithmeticError) {
      let noz = try economy.noz(for: amount, prepaid: prepaid)
      try economy.sell(noz)
      prepaid = try prepaid.adding(amount)
    }

    mutating func buy(_ noz: Noz) throws(ArithmeticError) {
      let price = try economy.price(of: noz, prepaid: prepaid)
      try economy.sell(noz)
      prepaid = try prepaid.adding(price)
    }

    mutating func settle(_ noz: Noz) throws(ArithmeticError) {
      let wei = try economy.settlement(of: noz, prepaid: prepaid)
      #expect(wei <= prepaid)
      prepaid = try prepaid.subtracting(wei)
      try economy.settle(noz)
    }

    func check(_ comment: Comment) {
      #expect(
        UInt256(economy.deposits.units, times: economy.outstanding.units)
          <= UInt256(prepaid.units, times: economy.forSale.units), comment)
      if economy.deposits > .zero || prepaid > .zero {
        #expect(economy.forSale >= Noz(1), comment)
      } else {
        #expect(economy.outstanding == .zero, comment)
      }
    }
  }

  private func amount(below limit: UInt128, from random: inout SplitMix64) -> UInt128 {
    guard limit > 0 else { return 0 }
    // Tiny, huge and ordinary parts of what there is.
    switch random.number(in: 0...4) {
    case 0: return min(limit, UInt128(random.number(in: 1...9)))
    case 1: return limit
    case 2: return limit - min(limit - 1, UInt128(random.number(in: 0...3)))
    default: return 1 + random.unsigned(UInt128.self) % limit
    }
  }

  /// Does something, and says whether it was a move of a deposit.
  private func act(
    _ market: inout Market, _ random: inout SplitMix64
  ) throws(ArithmeticError) -> Bool {
    let deposits = market.economy.deposits.units
    switch random.number(in: 0...9) {
    case 0, 1, 2:
      let least = UInt128(market.economy.weiPerNoz)
      let most: UInt128 = 1 << UInt128(random.number(in: 0...86))
      let deposit = Wei(least + amount(below: most, from: &random))
      try market.economy.join(deposit, prepaid: market.prepaid)
      return true
    case 3, 4:
      guard deposits > 0 else { return false }
      let deposit = Wei(amount(below: deposits, from: &random))
      try market.economy.leave(deposit, prepaid: market.prepaid)
      return true
    case 5, 6:
      guard deposits > 0 else { return false }
      try market.buy(for: Wei(amount(below: 1 << 84, from: &random)))
    case 7:
      let forSale = market.economy.forSale.units
      guard deposits > 0, forSale > 1 else { return false }
      try market.buy(Noz(amount(below: forSale - 1, from: &random)))
    default:
      let outstanding = market.economy.outstanding.units
      guard outstanding > 0 else { return false }
      try market.settle(Noz(amount(below: outstanding, from: &random)))
    }
    return false
  }

  @Test("Whatever comes and goes, what was sold is covered", arguments: Seeds.many)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let weiPerNoz = [1, 1_000, 1_000_000, 1_000_000_000_000][random.number(in: 0...3)] as UInt64
    var market = Market(economy: Economy(weiPerNoz: weiPerNoz, mined: .zero))
    var moves = 0
    for step in 0..<(Seeds.isSoaking ? 2_000 : 200) {
      let before = market
      let comment: Comment = "seed \(seed), step \(step)"
      do throws(ArithmeticError) {
        var trial = market
        let isMove = try act(&trial, &random)
        market = trial
        if isMove {
          moves += 1
          try checkWorth(before, market, comment)
        } else {
          #expect(market.product >= before.product, comment)
        }
      } catch {
        // What would leave the range of noz is refused, and nothing else is.
        #expect(error == .overflow, comment)
      }
      market.check(comment)
    }
    #expect(moves > 0)
  }

  /// No move of a deposit raises what any noz outstanding settle for.
  private func checkWorth(
    _ before: Market, _ after: Market, _ comment: Comment
  ) throws(ArithmeticError) {
    let held = before.economy.outstanding.units
    for part in [1, held / 7, held / 2, held] where part > 0 && part <= held {
      let was = try before.economy.settlement(of: Noz(part), prepaid: before.prepaid)
      let now = try after.economy.settlement(of: Noz(part), prepaid: after.prepaid)
      #expect(now <= was, comment)
    }
  }

  @Test("Hole: buying, joining, settling and leaving takes nothing from others")
  func buyJoinSettleLeave() throws {
    let stos = Wei(stos: 1).units
    var market = Market(economy: Economy(weiPerNoz: 1_000_000, mined: .zero))
    try market.economy.join(Wei(1_000 * stos), prepaid: market.prepaid)
    try market.buy(for: Wei(500 * stos))
    let others = market.economy.outstanding
    let before = market.prepaid
    try market.buy(for: Wei(100 * stos))
    let own = Noz(market.economy.outstanding.units - others.units)
    try market.economy.join(Wei(1_000_000 * stos), prepaid: market.prepaid)
    try market.settle(own)
    try market.economy.leave(Wei(1_000_000 * stos), prepaid: market.prepaid)
    #expect(market.prepaid >= before)
    market.check("after the loop")
  }

  @Test("Hole: deposits that all leave take nothing that was prepaid, and leave noz for sale")
  func everybodyLeaves() throws {
    var market = Market(economy: Economy(weiPerNoz: 1_000_000, mined: .zero))
    try market.economy.join(Wei(stos: 10), prepaid: .zero)
    try market.buy(for: Wei(stos: 3))
    try market.economy.leave(Wei(stos: 10), prepaid: market.prepaid)
    #expect(market.prepaid == Wei(stos: 3))
    market.check("nobody is left")
    try market.settle(market.economy.outstanding)
    market.check("all is settled")
    try market.economy.join(Wei(stos: 10), prepaid: market.prepaid)
    market.check("somebody is back")
  }

  @Test("Less than a noz cannot be all that backs the network")
  func dust() throws {
    var economy = Economy(weiPerNoz: 1_000_000, mined: .zero)
    #expect(throws: ArithmeticError.underflow) {
      try economy.join(Wei(999_999), prepaid: .zero)
    }
    try economy.join(Wei(1_000_000), prepaid: .zero)
    #expect(economy.forSale == Noz(1))
  }
}
