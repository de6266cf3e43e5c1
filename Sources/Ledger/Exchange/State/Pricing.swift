import Chain
import Codec

/// What a constant-product pool gives and asks, to the unit as Uniswap v2 computes it.
///
/// A fee of 30 basis points stays in the pool, and every rounding is in its favour. With amounts of
/// at most 112 bits, no product here overflows before `multiplyDivide` takes over.
enum Pricing {
  /// What is left of 1,000 after the fee.
  private static var kept: UInt128 {
    #if PLANTED
      if LedgerBug.freeSwap.isPlanted { return 1_000 }
    #endif
    return 997
  }
  private static var whole: UInt128 { 1_000 }

  /// What a pool gives for an amount.
  static func amountOut(
    _ amountIn: UInt112, reserveIn: UInt112, reserveOut: UInt112
  ) throws(Refusal) -> UInt112 {
    try check(amountIn, "input", reserveIn, reserveOut)
    let charged = amountIn.value * kept
    #if PLANTED
      if LedgerBug.roundingForTrader.isPlanted {
        let amount = try? multiplyDivide(
          charged, by: reserveOut.value, over: reserveIn.value * whole + charged, rounding: .up)
        return try narrowed(amount ?? 0)
      }
    #endif
    let amount = try Refusal.unless(
      multiplyDivide(
        charged, by: reserveOut.value, over: reserveIn.value * whole + charged, rounding: .down))
    return try narrowed(amount)
  }

  /// What a pool asks for an amount.
  static func amountIn(
    _ amountOut: UInt112, reserveIn: UInt112, reserveOut: UInt112
  ) throws(Refusal) -> UInt112 {
    try check(amountOut, "output", reserveIn, reserveOut)
    guard amountOut < reserveOut else {
      throw Refusal("insufficient liquidity: the reserve is \(reserveOut), not above \(amountOut)")
    }
    let amount = try Refusal.unless(
      multiplyDivide(
        reserveIn.value, by: amountOut.value * whole,
        over: (reserveOut.value - amountOut.value) * kept, rounding: .down))
    // One more than the quotient even if that is exact, as client code expects.
    return try narrowed(try Refusal.unless(TokenAmount(amount).adding(TokenAmount(1))).units)
  }

  /// The amount that keeps the ratio of the reserves.
  static func quote(
    _ amount: UInt112, reserve: UInt112, other: UInt112
  ) throws(Refusal) -> UInt112 {
    try check(amount, "input", reserve, other)
    return try narrowed(
      try Refusal.unless(
        multiplyDivide(amount.value, by: other.value, over: reserve.value, rounding: .down)))
  }

  private static func check(
    _ amount: UInt112, _ name: String, _ reserve: UInt112, _ other: UInt112
  ) throws(Refusal) {
    guard amount > .zero else { throw Refusal("insufficient \(name) amount: it is above 0") }
    guard reserve > .zero, other > .zero else {
      throw Refusal("insufficient liquidity: the pool is empty")
    }
  }

  private static func narrowed(_ amount: UInt128) throws(Refusal) -> UInt112 {
    guard let amount = UInt112(exactly: amount) else {
      throw Refusal("no pool holds or gives as many units as \(amount)")
    }
    return amount
  }
}
