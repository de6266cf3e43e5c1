import Chain
import Codec

extension Exchange {
  /// What is exact about a swap, and how far its other end may go.
  enum SwapTerms {
    case exactIn(UInt256, outMin: UInt256)
    case exactOut(UInt256, inMax: UInt256)
  }

  /// Where a method wants STOS at the ends of a path.
  enum PathEnds {
    case tokens
    case stosIn
    case stosOut

    func check(_ path: [Address]) throws(Refusal) {
      switch self {
      case .tokens, .stosOut:
        guard path.first != .stos else {
          throw Refusal("STOS is paid by attaching it: call a method that swaps ETH for tokens")
        }
        guard self == .tokens || path.last == .stos else {
          throw Refusal("the path of a swap for ETH ends with \(Address.stos)")
        }
      case .stosIn:
        guard path.first == .stos else {
          throw Refusal("the path of a swap of ETH begins with \(Address.stos)")
        }
      }
    }
  }

  static func checkDeadline(_ deadline: UInt256, _ call: Call) throws(Refusal) {
    guard UInt256(call.block.seconds) <= deadline else {
      throw Refusal("expired: the block's time is \(call.block.seconds), after \(deadline)")
    }
  }

  /// An amount that a pool could hold.
  static func narrowed(_ amount: UInt256) throws(Refusal) -> UInt112 {
    guard amount.high == 0, let narrow = UInt112(exactly: amount.low) else {
      throw Refusal("an amount for a pool is at most 2^112 - 1, and not \(amount)")
    }
    return narrow
  }
}

extension SwapMethod {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> [UInt256] {
    try Exchange.checkDeadline(deadline, call)
    try ends.check(path)
    try books.checkHolder(to)
    let route = try Route(path, in: books)
    let amounts = try amounts(along: route, terms(call))
    try books.swap(amounts, along: route, to: to, call)
    return amounts.map { UInt256($0.value) }
  }

  private func amounts(
    along route: Route, _ terms: Exchange.SwapTerms
  ) throws(Refusal) -> [UInt112] {
    switch terms {
    case .exactIn(let amountIn, let outMin):
      let amounts = try route.amountsOut(try Exchange.narrowed(amountIn))
      guard let out = amounts.last, UInt256(out.value) >= outMin else {
        throw Refusal("insufficient output amount: it would be below \(outMin)")
      }
      return amounts
    case .exactOut(let amountOut, let inMax):
      let amounts = try route.amountsIn(try Exchange.narrowed(amountOut))
      guard let first = amounts.first, UInt256(first.value) <= inMax else {
        throw Refusal("excessive input amount: it would be above \(inMax)")
      }
      return amounts
    }
  }
}

extension Books {
  /// Pays the first pool, and lets each pool pay the next and the last one the recipient.
  mutating func swap(
    _ amounts: [UInt112], along route: Route, to recipient: Address, _ call: Call
  ) throws(Refusal) {
    let ends = route.pools.dropFirst().map(\.address) + [recipient]
    try move(amounts[0], route.path[0], from: call.sender, to: route.pools[0].address)
    for (index, hop) in route.pools.enumerated() {
      let (amountIn, amountOut) = (amounts[index], amounts[index + 1])
      guard amountOut > .zero else {
        throw Refusal("insufficient output amount: a pool on the way would give nothing")
      }
      try move(amountOut, route.path[index + 1], from: hop.address, to: ends[index])
      var pool = hop.pool
      try pool.exchange(
        amountIn, of: route.path[index], for: amountOut, at: call.block.seconds)
      record(pool, at: hop.address)
      let given = (UInt256(amountIn.value), UInt256(amountOut.value))
      let isForward = route.path[index] == pool.token0
      emit(
        PairFace.Swapped(
          sender: call.sender, amount0In: isForward ? given.0 : .zero,
          amount1In: isForward ? .zero : given.0, amount0Out: isForward ? .zero : given.1,
          amount1Out: isForward ? given.1 : .zero, to: ends[index]),
        by: hop.address)
    }
  }

  /// Moves an amount of the asset that answers at an address.
  mutating func move(
    _ amount: UInt112, _ asset: Address, from sender: Address, to recipient: Address
  ) throws(Refusal) {
    try move(TokenAmount(amount), of: try requiredAsset(at: asset), from: sender, to: recipient)
  }

  func requiredAsset(at address: Address) throws(Refusal) -> Asset {
    guard let asset = asset(at: address) else {
      throw Refusal("\(address) is neither STOS nor a token")
    }
    return asset
  }

  /// Writes a pool down and reports its reserves.
  mutating func record(_ pool: Pool, at address: Address) {
    self[Tables.pools[address]] = pool
    emit(PairFace.Synced(reserve0: pool.reserve0, reserve1: pool.reserve1), by: address)
  }
}

extension Exchange.SwapExactTokensForTokens {
  var ends: Exchange.PathEnds { .tokens }

  func terms(_ call: Call) -> Exchange.SwapTerms { .exactIn(amountIn, outMin: amountOutMin) }
}

extension Exchange.SwapTokensForExactTokens {
  var ends: Exchange.PathEnds { .tokens }

  func terms(_ call: Call) -> Exchange.SwapTerms { .exactOut(amountOut, inMax: amountInMax) }
}

extension Exchange.SwapExactETHForTokens {
  var ends: Exchange.PathEnds { .stosIn }

  func terms(_ call: Call) -> Exchange.SwapTerms {
    .exactIn(UInt256(call.value.units), outMin: amountOutMin)
  }
}

extension Exchange.SwapTokensForExactETH {
  var ends: Exchange.PathEnds { .stosOut }

  func terms(_ call: Call) -> Exchange.SwapTerms { .exactOut(amountOut, inMax: amountInMax) }
}

extension Exchange.SwapExactTokensForETH {
  var ends: Exchange.PathEnds { .stosOut }

  func terms(_ call: Call) -> Exchange.SwapTerms { .exactIn(amountIn, outMin: amountOutMin) }
}

extension Exchange.SwapETHForExactTokens {
  var ends: Exchange.PathEnds { .stosIn }

  func terms(_ call: Call) -> Exchange.SwapTerms {
    .exactOut(amountOut, inMax: UInt256(call.value.units))
  }
}
