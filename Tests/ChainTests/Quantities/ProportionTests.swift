import Chain
import Codec
import TestSupport
import Testing

@Suite struct ProportionTests {
  @Test(arguments: 0..<UInt64(64))
  func `the quotient is exact and rounds as asked`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let factor = Wei.arbitrary(from: &random).units
      let multiplier = Wei.arbitrary(from: &random).units
      let divisor = Wei.arbitrary(from: &random).units
      let product = UInt256(factor, times: multiplier)
      guard divisor > 0, product.high < divisor else {
        #expect(throws: divisor == 0 ? ArithmeticError.divisionByZero : .overflow) {
          try multiplyDivide(factor, by: multiplier, over: divisor, rounding: .down)
        }
        continue
      }
      let down = try multiplyDivide(factor, by: multiplier, over: divisor, rounding: .down)
      // down · divisor ≤ product < (down + 1) · divisor, all in 256 bits.
      #expect(UInt256(down, times: divisor) <= product)
      #expect(down == .max || product < UInt256(down + 1, times: divisor))
      let isExact = UInt256(down, times: divisor) == product
      if isExact || down < .max {
        let up = try multiplyDivide(factor, by: multiplier, over: divisor, rounding: .up)
        #expect(up == (isExact ? down : down + 1))
      }
    }
  }

  @Test func `rounding up beyond the range is an overflow`() throws {
    // The exact quotient lies between 2¹²⁸ − 1 and 2¹²⁸.
    let factor = UInt128.max - (UInt128.max - 3) / 7
    #expect(throws: ArithmeticError.overflow) {
      try multiplyDivide(factor, by: 7, over: 6, rounding: .up)
    }
  }

  @Test func `rounding down just below the end of the range is not`() throws {
    let factor = UInt128.max - (UInt128.max - 3) / 7
    #expect(try multiplyDivide(factor, by: 7, over: 6, rounding: .down) == .max)
  }

  @Test func `700 STOS buy 693,000,000,000,000 noz at the start of the worked example`() throws {
    let stos: UInt128 = 1_000_000_000_000_000_000
    let bought = try multiplyDivide(
      69_300_000_000_000_000, by: 700 * stos, over: (69_300 + 700) * stos, rounding: .down)
    #expect(bought == 693_000_000_000_000)
  }
}

@Suite struct AmountTests {
  @Test func `sums and differences outside the range are errors`() throws {
    #expect(throws: ArithmeticError.overflow) { try Wei(.max).adding(Wei(1)) }
    #expect(throws: ArithmeticError.underflow) { try Wei(1).subtracting(Wei(2)) }
    #expect(throws: ArithmeticError.overflow) { try [Power(.max), Power(1)].total() }
    #expect(try [Wei(1), Wei(2), Wei(3)].total() == Wei(6))
    #expect(try Wei(stos: 1).subtracting(Wei(gwei: 1)).units == 999_999_999_000_000_000)
  }

  @Test func `ordinals beyond their largest value do not decode`() throws {
    #expect(try Height(canonicalBytes: Height.largest.canonicalBytes.span) == .largest)
    let beyond = Wei(0).canonicalBytes.prefix(7) + [0x80]
    #expect(throws: ByteError.self) { try Height(canonicalBytes: Array(beyond).span) }
    #expect(Height.zero.previous == nil)
    #expect(Height(7).next == Height(8))
    #expect(Height(7).distance(from: Height(3)) == 4)
    #expect(Height(3).distance(from: Height(7)) == nil)
  }
}
