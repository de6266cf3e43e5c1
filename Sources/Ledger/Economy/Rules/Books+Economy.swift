import Chain
import Codec

extension Books {
  var economy: Economy { self[placed: Tables.economy] }

  /// P: what was prepaid and has not been settled.
  var prepaid: Wei { account(ModuleAccount.unissuedPrepay.address).balance }

  /// Sells noz for wei at the curve's price, at least as many as were asked for.
  ///
  /// Whoever calls this puts the noz somewhere.
  mutating func buyNoz(
    for amount: Wei, atLeast least: UInt256 = .zero, from payer: Address
  ) throws(Refusal) -> Noz {
    let noz = try quoteNoz(for: amount)
    guard noz > .zero else { throw Refusal("\(amount) wei are too few for a single noz") }
    guard UInt256(noz.units) >= least else {
      throw Refusal("insufficient output amount: \(amount) wei buy \(noz) noz, not \(least)")
    }
    try sell(noz, for: amount, from: payer)
    return noz
  }

  /// Sells a number of noz for what they cost and at most the offer, and returns the price.
  mutating func buy(
    _ noz: Noz, forAtMost offer: Wei, from payer: Address
  ) throws(Refusal) -> Wei {
    let price = try quotePayment(for: noz)
    guard price <= offer else {
      throw Refusal("insufficient payment: \(noz) noz cost \(price) wei, and not \(offer)")
    }
    try sell(noz, for: price, from: payer)
    return price
  }

  /// The noz that wei buy now.
  func quoteNoz(for amount: Wei) throws(Refusal) -> Noz {
    try checkOpen(economy)
    return try Refusal.unless(economy.noz(for: amount, prepaid: prepaid))
  }

  /// The fewest wei that buy noz now.
  func quotePayment(for noz: Noz) throws(Refusal) -> Wei {
    try checkOpen(economy)
    guard noz < economy.forSale else {
      throw Refusal("\(noz) noz are wanted, and \(economy.forSale) are for sale")
    }
    return try Refusal.unless(economy.price(of: noz, prepaid: prepaid))
  }

  /// What 10⁹ noz would cost if buying them did not raise the price; 0 while nothing is for sale.
  var weiPerOz: UInt256 {
    let economy = economy
    guard economy.forSale > .zero else { return .zero }
    return UInt256(economy.deposits.units + prepaid.units, times: 1_000_000_000)
      .quotientAndRemainder(dividingBy: economy.forSale.units).quotient
  }

  private func checkOpen(_ economy: Economy) throws(Refusal) {
    guard economy.deposits > .zero else {
      throw Refusal("no node backs the network: there is no traffic to buy")
    }
  }

  private mutating func sell(
    _ noz: Noz, for amount: Wei, from payer: Address
  ) throws(Refusal) {
    var economy = economy
    try Refusal.unless(economy.sell(noz))
    try transfer(from: payer, to: ModuleAccount.unissuedPrepay.address, amount: amount)
    self[Tables.economy] = economy
  }

  /// Changes what of a deposit backs the network, at the price of the moment.
  mutating func changeBacking(from old: Wei, to new: Wei) throws(Refusal) {
    var economy = economy
    if new > old {
      try Refusal.unless(
        economy.join(Wei(new.units - old.units), prepaid: prepaid),
        "the deposit would take the noz for sale out of their range")
    } else {
      try Refusal.unless(economy.leave(Wei(old.units - new.units), prepaid: prepaid))
    }
    self[Tables.economy] = economy
  }

  /// The wei of a penalty for some noz, before any limit.
  func penalty(for noz: Noz) throws(Refusal) -> Wei {
    try Refusal.unless(economy.settlement(of: noz, prepaid: prepaid))
  }
}
