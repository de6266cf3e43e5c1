import Chain
import Codec

/// The pools through which one asset becomes another.
struct Route {
  static let hopsMax = 3

  /// The addresses of the assets on the way.
  let path: [Address]
  /// The pools between them, each with its address.
  let pools: [(address: Address, pool: Pool)]

  init(_ path: [Address], in books: Books) throws(Refusal) {
    guard (2...Self.hopsMax + 1).contains(path.count) else {
      throw Refusal("a path names 2 to \(Self.hopsMax + 1) assets, and this one \(path.count)")
    }
    // Through a pool twice, the second price would depend on the first swap, and the quote not.
    for (index, asset) in path.enumerated() where path[..<index].contains(asset) {
      throw Refusal("a path names each asset once, and this one names \(asset) again")
    }
    var pools: [(address: Address, pool: Pool)] = []
    for (asset, next) in zip(path, path.dropFirst()) {
      pools.append(try books.pool(of: asset, next))
    }
    self.path = path
    self.pools = pools
  }

  /// What is paid, what each hop on the way gives, and what comes out at the end.
  func amountsOut(_ amountIn: UInt112) throws(Refusal) -> [UInt112] {
    var amounts = [amountIn]
    var amount = amountIn
    for (asset, hop) in zip(path, pools) {
      let (reserveIn, reserveOut) = hop.pool.reserves(from: asset)
      amount = try Pricing.amountOut(amount, reserveIn: reserveIn, reserveOut: reserveOut)
      amounts.append(amount)
    }
    return amounts
  }

  /// The same from the other end: what has to be paid for an amount.
  func amountsIn(_ amountOut: UInt112) throws(Refusal) -> [UInt112] {
    var amounts = [amountOut]
    var amount = amountOut
    for (asset, hop) in zip(path, pools).reversed() {
      let (reserveIn, reserveOut) = hop.pool.reserves(from: asset)
      amount = try Pricing.amountIn(amount, reserveIn: reserveIn, reserveOut: reserveOut)
      amounts.append(amount)
    }
    return amounts.reversed()
  }
}

extension Books {
  /// The pool of two assets, in either order.
  func pool(_ assetA: Address, _ assetB: Address) -> (address: Address, pool: Pool)? {
    let address = Exchange.poolAddress(assetA, assetB)
    return self[Tables.pools[address]].map { (address, $0) }
  }

  func pool(
    of assetA: Address, _ assetB: Address
  ) throws(Refusal) -> (address: Address, pool: Pool) {
    guard let found = pool(assetA, assetB) else {
      throw Refusal("there is no pool of \(assetA) and \(assetB): add liquidity to make one")
    }
    return found
  }
}
