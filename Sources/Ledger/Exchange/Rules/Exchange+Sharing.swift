import Chain
import Codec
import Cryptography

extension Exchange {
  /// The first shares of a pool that nobody gets, so that it never runs empty again.
  static let lockedShares = TokenAmount(1_000)

  /// Where the pool of two assets answers.
  static func poolAddress(_ assetA: Address, _ assetB: Address) -> Address {
    var writer = ByteWriter()
    writer.write(Array("tradewind/pool/1".utf8).span)
    writer.write(min(assetA, assetB))
    writer.write(max(assetA, assetB))
    return Address(endOf: Keccak256.hash(writer.bytes.span))
  }

  /// One of the two sides of adding or removing liquidity.
  struct Side {
    let asset: Address
    /// How much there is to add at most.
    var desired = UInt256.zero
    /// With less than this added or returned, nothing is done.
    let least: UInt256

    func checkLeast(_ amount: UInt112) throws(Refusal) {
      guard UInt256(amount.value) >= least else {
        throw Refusal("insufficient amount of \(asset): it would be \(amount), below \(least)")
      }
    }
  }
}

extension Books {
  /// Makes the pool of two different assets.
  fileprivate mutating func createPool(
    _ assetA: Address, _ assetB: Address
  ) throws(Refusal) -> (address: Address, pool: Pool) {
    guard assetA != assetB else { throw Refusal("identical addresses: a pool has two assets") }
    _ = try (requiredAsset(at: assetA), requiredAsset(at: assetB))
    let address = Exchange.poolAddress(assetA, assetB)
    guard self[Tables.pools[address]] == nil else {
      throw Refusal("pair exists: the pool of the two is at \(address)")
    }
    try found(.pool, at: address)
    let pool = Pool(assetA, assetB)
    self[Tables.pools[address]] = pool
    self[Tables.tokens[address]] = Token(
      name: "Tradewind Liquidity", symbol: "TW-LP", decimals: 18, issuer: address,
      cap: TokenAmount(UInt128.max))
    let index = append(address, to: Tables.poolsInOrder, counted: Tables.poolCount)
    emit(
      Exchange.PairCreated(
        token0: pool.token0, token1: pool.token1, pair: address, number: UInt256(index + 1)),
      by: Exchange.address)
    return (address, pool)
  }

  private mutating func poolOrNew(
    _ assetA: Address, _ assetB: Address
  ) throws(Refusal) -> (address: Address, pool: Pool) {
    if let found = pool(assetA, assetB) { return found }
    return try createPool(assetA, assetB)
  }

  /// Adds what keeps the ratio of the reserves, and gives shares for it.
  mutating func addLiquidity(
    _ sideA: Exchange.Side, _ sideB: Exchange.Side, to recipient: Address, _ call: Call
  ) throws(Refusal) -> (amountA: UInt112, amountB: UInt112, shares: TokenAmount) {
    try checkHolder(recipient)
    var (address, pool) = try poolOrNew(sideA.asset, sideB.asset)
    let (amountA, amountB) = try amounts(sideA, sideB, in: pool)
    try move(amountA, sideA.asset, from: call.sender, to: address)
    try move(amountB, sideB.asset, from: call.sender, to: address)
    let added = sideA.asset == pool.token0 ? (amountA, amountB) : (amountB, amountA)
    let shares = try mintShares(of: pool, at: address, for: added, to: recipient)
    try pool.add(added, at: call.block.seconds)
    record(pool, at: address)
    emit(
      PairFace.Minted(
        sender: call.sender, amount0: UInt256(added.0.value), amount1: UInt256(added.1.value)),
      by: address)
    return (amountA, amountB, shares)
  }

  /// As much of both as is desired in the ratio of the reserves.
  private func amounts(
    _ sideA: Exchange.Side, _ sideB: Exchange.Side, in pool: Pool
  ) throws(Refusal) -> (UInt112, UInt112) {
    let (reserveA, reserveB) = pool.reserves(from: sideA.asset)
    let desiredA = try Exchange.narrowed(sideA.desired)
    let desiredB = try Exchange.narrowed(sideB.desired)
    if reserveA == .zero && reserveB == .zero { return (desiredA, desiredB) }
    if let amountB = try? Pricing.quote(desiredA, reserve: reserveA, other: reserveB),
      amountB <= desiredB
    {
      try sideB.checkLeast(amountB)
      return (desiredA, amountB)
    }
    let amountA = try Pricing.quote(desiredB, reserve: reserveB, other: reserveA)
    guard amountA <= desiredA else {
      throw Refusal("insufficient amount of \(sideA.asset): it would have to be \(amountA)")
    }
    try sideA.checkLeast(amountA)
    return (amountA, desiredB)
  }

  /// Shares in proportion to what is added, rounded down; the first ones by the geometric mean.
  private mutating func mintShares(
    of pool: Pool, at address: Address, for amounts: (UInt112, UInt112), to recipient: Address
  ) throws(Refusal) -> TokenAmount {
    let supply = self[Tables.tokens[address]]?.supply ?? .zero
    let shares: TokenAmount
    if supply == .zero {
      let root = UInt256(amounts.0.value, times: amounts.1.value).squareRoot
      shares = try Refusal.unless(
        TokenAmount(root).subtracting(Exchange.lockedShares),
        "insufficient liquidity minted: the first \(Exchange.lockedShares) shares are locked")
      try mint(Exchange.lockedShares, of: address, to: .zero)
    } else {
      let parts = try (
        part(supply.units, of: amounts.0.value, in: pool.reserve0.value),
        part(supply.units, of: amounts.1.value, in: pool.reserve1.value)
      )
      shares = TokenAmount(min(parts.0, parts.1))
    }
    guard shares > .zero else {
      throw Refusal("insufficient liquidity minted: the amounts are worth no whole share")
    }
    try mint(shares, of: address, to: recipient)
    return shares
  }

  /// Takes shares of the caller and gives their part of both reserves, rounded down.
  fileprivate mutating func removeLiquidity(
    _ shares: UInt256, _ sideA: Exchange.Side, _ sideB: Exchange.Side, to recipient: Address,
    _ call: Call
  ) throws(Refusal) -> (amountA: UInt112, amountB: UInt112) {
    try checkHolder(recipient)
    var (address, pool) = try pool(of: sideA.asset, sideB.asset)
    guard let shares = shares.amount else {
      throw Refusal("burn amount exceeds balance: nobody holds \(shares)")
    }
    let supply = (self[Tables.tokens[address]]?.supply ?? .zero).units
    let removed = try (
      Exchange.narrowed(UInt256(part(pool.reserve0.value, of: shares.units, in: supply))),
      Exchange.narrowed(UInt256(part(pool.reserve1.value, of: shares.units, in: supply)))
    )
    guard removed.0 > .zero, removed.1 > .zero else {
      throw Refusal("insufficient liquidity burned: the shares are worth no whole unit of both")
    }
    let (amountA, amountB) = sideA.asset == pool.token0 ? removed : (removed.1, removed.0)
    try sideA.checkLeast(amountA)
    try sideB.checkLeast(amountB)
    try burn(shares, of: address, from: call.sender)
    try move(amountA, sideA.asset, from: address, to: recipient)
    try move(amountB, sideB.asset, from: address, to: recipient)
    try pool.remove(removed, at: call.block.seconds)
    record(pool, at: address)
    emit(
      PairFace.Burned(
        sender: call.sender, amount0: UInt256(removed.0.value), amount1: UInt256(removed.1.value),
        to: recipient),
      by: address)
    return (amountA, amountB)
  }

  /// The part of a whole that an amount is of another, rounded down.
  private func part(
    _ whole: UInt128, of amount: UInt128, in total: UInt128
  ) throws(Refusal) -> UInt128 {
    try Refusal.unless(multiplyDivide(whole, by: amount, over: total, rounding: .down))
  }
}

extension Exchange.CreatePair {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Address {
    try books.createPool(tokenA, tokenB).address
  }
}

extension Exchange.AddLiquidity {
  func perform(
    _ call: Call, in books: inout Books
  ) throws(Refusal) -> Exchange.AddedLiquidity {
    try Exchange.checkDeadline(deadline, call)
    guard tokenA != .stos, tokenB != .stos else {
      throw Refusal("STOS is paid by attaching it: call addLiquidityETH")
    }
    let added = try books.addLiquidity(
      Exchange.Side(asset: tokenA, desired: amountADesired, least: amountAMin),
      Exchange.Side(asset: tokenB, desired: amountBDesired, least: amountBMin), to: to, call)
    return Exchange.AddedLiquidity(
      amountA: UInt256(added.amountA.value), amountB: UInt256(added.amountB.value),
      liquidity: UInt256(added.shares.units))
  }
}

extension Exchange.AddLiquidityETH {
  func perform(
    _ call: Call, in books: inout Books
  ) throws(Refusal) -> Exchange.AddedLiquidityETH {
    try Exchange.checkDeadline(deadline, call)
    let attached = UInt256(call.value.units)
    let added = try books.addLiquidity(
      Exchange.Side(asset: token, desired: amountTokenDesired, least: amountTokenMin),
      Exchange.Side(asset: .stos, desired: attached, least: amountETHMin), to: to, call)
    return Exchange.AddedLiquidityETH(
      amountToken: UInt256(added.amountA.value), amountETH: UInt256(added.amountB.value),
      liquidity: UInt256(added.shares.units))
  }
}

extension Exchange.RemoveLiquidity {
  func perform(
    _ call: Call, in books: inout Books
  ) throws(Refusal) -> Exchange.RemovedLiquidity {
    try Exchange.checkDeadline(deadline, call)
    let removed = try books.removeLiquidity(
      liquidity, Exchange.Side(asset: tokenA, least: amountAMin),
      Exchange.Side(asset: tokenB, least: amountBMin), to: to, call)
    return Exchange.RemovedLiquidity(
      amountA: UInt256(removed.amountA.value), amountB: UInt256(removed.amountB.value))
  }
}

extension Exchange.RemoveLiquidityETH {
  func perform(
    _ call: Call, in books: inout Books
  ) throws(Refusal) -> Exchange.RemovedLiquidityETH {
    try Exchange.checkDeadline(deadline, call)
    let removed = try books.removeLiquidity(
      liquidity, Exchange.Side(asset: token, least: amountTokenMin),
      Exchange.Side(asset: .stos, least: amountETHMin), to: to, call)
    return Exchange.RemovedLiquidityETH(
      amountToken: UInt256(removed.amountA.value), amountETH: UInt256(removed.amountB.value))
  }
}
