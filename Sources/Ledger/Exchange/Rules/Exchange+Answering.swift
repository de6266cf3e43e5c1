import Chain
import Codec

extension Exchange.Factory {
  func answer(_ call: Call, from books: Books) -> Address { Exchange.address }
}

extension Exchange.WETH {
  func answer(_ call: Call, from books: Books) -> Address { .stos }
}

extension Exchange.GetPair {
  func answer(_ call: Call, from books: Books) -> Address {
    books.pool(tokenA, tokenB)?.address ?? .zero
  }
}

extension Exchange.AllPairs {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Address {
    let count = books.count(of: Tables.poolCount)
    guard index < UInt256(count),
      let address = books[Tables.poolsInOrder[UInt64(truncatingIfNeeded: index.low)]]
    else {
      throw Refusal("there are \(count) pools, counted from 0, and none with number \(index)")
    }
    return address
  }
}

extension Exchange.AllPairsLength {
  func answer(_ call: Call, from books: Books) -> UInt256 {
    UInt256(books.count(of: Tables.poolCount))
  }
}

extension Exchange.ListPairs {
  func answer(_ call: Call, from books: Books) -> AddressPage {
    books.page(of: Tables.poolsInOrder, counted: Tables.poolCount, from: cursor, limit: limit)
  }
}

extension Exchange.Quote {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    let amount = try Pricing.quote(
      try Exchange.narrowed(amountA), reserve: try Exchange.narrowed(reserveA),
      other: try Exchange.narrowed(reserveB))
    return UInt256(amount.value)
  }
}

extension Exchange.GetAmountOut {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    let amount = try Pricing.amountOut(
      try Exchange.narrowed(amountIn), reserveIn: try Exchange.narrowed(reserveIn),
      reserveOut: try Exchange.narrowed(reserveOut))
    return UInt256(amount.value)
  }
}

extension Exchange.GetAmountIn {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    let amount = try Pricing.amountIn(
      try Exchange.narrowed(amountOut), reserveIn: try Exchange.narrowed(reserveIn),
      reserveOut: try Exchange.narrowed(reserveOut))
    return UInt256(amount.value)
  }
}

extension Exchange.GetAmountsOut {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> [UInt256] {
    try Route(path, in: books).amountsOut(try Exchange.narrowed(amountIn))
      .map { UInt256($0.value) }
  }
}

extension Exchange.GetAmountsIn {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> [UInt256] {
    try Route(path, in: books).amountsIn(try Exchange.narrowed(amountOut))
      .map { UInt256($0.value) }
  }
}
