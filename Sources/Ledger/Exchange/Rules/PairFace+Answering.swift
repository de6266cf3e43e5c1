import Chain
import Codec

extension Books {
  /// The pool whose face was called.
  fileprivate func pool(of call: Call) throws(Refusal) -> Pool {
    guard let pool = self[Tables.pools[call.recipient]] else {
      throw Refusal("there is no pool at \(call.recipient)")
    }
    return pool
  }
}

extension PairFace.Factory {
  func answer(_ call: Call, from books: Books) -> Address { Exchange.address }
}

extension PairFace.Token0 {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Address {
    try books.pool(of: call).token0
  }
}

extension PairFace.Token1 {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Address {
    try books.pool(of: call).token1
  }
}

extension PairFace.GetReserves {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> PairFace.Reserves {
    let pool = try books.pool(of: call)
    return PairFace.Reserves(
      reserve0: pool.reserve0, reserve1: pool.reserve1, updatedSeconds: pool.updatedSeconds)
  }
}

extension PairFace.Price0CumulativeLast {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    try books.pool(of: call).price0Cumulative
  }
}

extension PairFace.Price1CumulativeLast {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    try books.pool(of: call).price1Cumulative
  }
}

extension PairFace.MinimumLiquidity {
  func answer(_ call: Call, from books: Books) -> UInt256 {
    UInt256(Exchange.lockedShares.units)
  }
}
