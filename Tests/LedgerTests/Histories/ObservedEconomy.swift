import Chain
import Codec
import Ledger

/// The numbers of prices, as logs tell of their changes, with the laws of every change.
struct ObservedEconomy {
  /// S, P, L, O, M and r of the protocol.
  private(set) var deposits: UInt128
  private(set) var prepaid: UInt128 = 0
  private(set) var forSale: UInt128
  private(set) var outstanding: UInt128 = 0
  private(set) var mined: UInt128
  private let weiPerNoz: UInt128

  init(deposits: UInt128, mined: UInt128, weiPerNoz: UInt64) {
    self.deposits = deposits
    self.mined = mined
    self.weiPerNoz = UInt128(weiPerNoz)
    forSale = deposits / self.weiPerNoz
  }

  private var value: UInt128 { deposits + prepaid }

  /// (S + P)·L.
  private var product: UInt256 { UInt256(value, times: forSale) }

  /// ⌊left · right / divisor⌋.
  static func part(_ left: UInt128, _ right: UInt128, _ divisor: UInt128) -> UInt128 {
    UInt256(left, times: right).quotientAndRemainder(dividingBy: divisor).quotient.low
  }

  /// ⌊(S + P)·Y / (L + Y)⌋.
  func worth(of noz: UInt128) -> UInt128 {
    noz == 0 ? 0 : Self.part(value, noz, forSale + noz)
  }

  /// Noz that wei bought: as many as the curve has for them.
  mutating func sell(_ noz: UInt128, forAll amount: UInt128) throws {
    let expected = Self.part(forSale, amount, value + amount)
    try Contradiction.unless(noz == expected, "\(amount) wei bought \(noz) noz, not \(expected)")
    try sell(noz, for: amount)
  }

  /// A number of noz for the fewest wei that buy it.
  mutating func sell(exactly noz: UInt128, for amount: UInt128) throws {
    let rest = forSale - noz
    let expected = noz == 0 ? 0 : Self.part(value, noz, rest)
    try Contradiction.unless(
      amount >= expected && amount <= expected + 1, "\(noz) noz cost \(amount), not \(expected)")
    try sell(noz, for: amount)
  }

  private mutating func sell(_ noz: UInt128, for amount: UInt128) throws {
    try Contradiction.unless(deposits > 0, "traffic is sold that nobody backs")
    let before = product
    forSale -= noz
    outstanding += noz
    prepaid += amount
    try Contradiction.unless(product >= before, "a purchase lowered (S + P)·L")
    try check()
  }

  /// A deposit that joins or leaves: nothing that was sold settles for more afterwards.
  mutating func reprice(deposits new: UInt128, forSale noz: UInt128) throws {
    let parts = [1, outstanding / 7, outstanding / 2, outstanding].filter { $0 > 0 }
    let before = parts.map { worth(of: $0) }
    let expected: UInt128
    if value == 0 {
      expected = new / weiPerNoz
    } else if new > deposits {
      let growth = Self.part(new - deposits, forSale + outstanding, value)
      expected = forSale + growth
      try Contradiction.unless(noz >= expected && noz <= expected + 1, "a deposit joins at a price")
    } else {
      expected = forSale - Self.part(deposits - new, forSale, value)
      try Contradiction.unless(noz == expected, "a deposit leaves at a price")
    }
    try Contradiction.unless(noz >= expected, "\(noz) are for sale, not \(expected)")
    deposits = new
    forSale = noz
    for (part, old) in zip(parts, before) where outstanding > 0 {
      try Contradiction.unless(
        worth(of: part) <= old, "a deposit raised what \(part) noz settle for")
    }
    try check()
  }

  /// What an epoch settled is for sale again.
  mutating func settle(_ noz: UInt128, paying amount: UInt128, mining: UInt128) throws {
    let before = product
    try Contradiction.unless(noz <= outstanding, "more is settled than was sold")
    try Contradiction.unless(amount <= prepaid, "more is paid than was prepaid")
    outstanding -= noz
    forSale += noz
    prepaid -= amount
    mined += mining
    try Contradiction.unless(product >= before, "a settlement lowered (S + P)·L")
    try check()
  }

  private func check() throws {
    try Contradiction.unless(
      UInt256(deposits, times: outstanding) <= UInt256(prepaid, times: forSale), "S·O > P·L")
    try Contradiction.unless(worth(of: outstanding) <= prepaid, "R > P")
    if value > 0 {
      try Contradiction.unless(forSale >= 1, "L = 0 while S + P > 0")
    } else {
      try Contradiction.unless(outstanding == 0, "noz outstanding that nothing backs")
    }
  }
}
