import Chain
import Codec

extension Books {
  /// Buys an account ozone and reports it.
  fileprivate mutating func prepay(
    _ amount: Wei, for beneficiary: Address, atLeast least: UInt256, _ call: Call
  ) throws(Refusal) -> UInt128 {
    // Ozone that no key can sign for would be lost, and stay outstanding for ever.
    try checkHolder(beneficiary)
    let noz = try buyNoz(for: amount, atLeast: least, from: call.sender)
    creditOzone(noz, to: beneficiary)
    emit(
      Prepay.OzoneBought(
        payer: call.sender, beneficiary: beneficiary, amount: UInt256(amount.units),
        noz: noz.units),
      by: Prepay.address)
    return noz.units
  }
}

extension Prepay.BuyOzone {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt128 {
    try books.prepay(call.value, for: beneficiary, atLeast: minNoz, call)
  }
}

extension Prepay.BuyOzoneWithToken {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt128 {
    try Exchange.checkDeadline(UInt256(deadline), call)
    try Exchange.PathEnds.stosOut.check(path)
    let route = try Route(path, in: books)
    let amounts = try route.amountsOut(try Exchange.narrowed(amountIn))
    // The wei pass through the caller's hands, so the logs are those of a swap and a purchase.
    try books.swap(amounts, along: route, to: call.sender, call)
    return try books.prepay(
      Wei(amounts[path.count - 1].value), for: beneficiary, atLeast: minNoz, call)
  }
}

extension Prepay.PriceNow {
  func answer(_ call: Call, from books: Books) -> UInt256 { books.weiPerOz }
}

extension Prepay.QuoteNoz {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt128 {
    try books.quoteNoz(for: try amount.wei()).units
  }
}

extension Prepay.QuotePayment {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    UInt256(try books.quotePayment(for: Noz(noz)).units)
  }
}

extension Prepay.QuoteToken {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Prepay.TokenQuote {
    try Exchange.PathEnds.stosOut.check(path)
    let amounts = try Route(path, in: books).amountsOut(try Exchange.narrowed(amountIn))
    let amount = Wei(amounts[path.count - 1].value)
    return Prepay.TokenQuote(
      amount: UInt256(amount.units), noz: try books.quoteNoz(for: amount).units)
  }
}

extension Prepay.BalanceOf {
  func answer(_ call: Call, from books: Books) -> UInt128 { books.ozone(of: account).units }
}
