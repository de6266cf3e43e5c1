/// Where the exact quotient goes when it is no whole number.
package enum Rounding: Sendable {
  /// To the next smaller whole number: what is paid out.
  case down
  /// To the next larger whole number: what is asked for.
  case up
}

/// Multiplies and then divides, exactly, with a 256-bit product in between.
///
/// Every share, price and reward of the chain goes through here, so each one names its rounding.
package func multiplyDivide(
  _ factor: UInt128, by multiplier: UInt128, over divisor: UInt128, rounding: Rounding
) throws(ArithmeticError) -> UInt128 {
  guard divisor > 0 else { throw .divisionByZero }
  let product = factor.multipliedFullWidth(by: multiplier)
  guard product.high < divisor else { throw .overflow }
  let (quotient, remainder) =
    product.high == 0
    ? product.low.quotientAndRemainder(dividingBy: divisor)
    : divisor.dividingFullWidth(product)
  switch rounding {
  case .down:
    return quotient
  case .up:
    guard remainder > 0 else { return quotient }
    guard quotient < .max else { throw .overflow }
    return quotient + 1
  }
}
