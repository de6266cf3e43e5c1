import Codec
import TestSupport
import Testing

@Suite struct UInt256ArithmeticTests {
  private static let one = UInt256(1 as UInt8)

  @Test func `sums and differences carry between the halves`() {
    let half = UInt256(low: .max)
    #expect(half &+ Self.one == UInt256(high: 1, low: 0))
    #expect(UInt256(high: 1, low: 0).subtractingReportingOverflow(Self.one) == (half, false))
    #expect(UInt256.max.addingReportingOverflow(Self.one) == (.zero, true))
    #expect(UInt256.max.addingReportingOverflow(.max).overflow)
    #expect(UInt256.zero.subtractingReportingOverflow(Self.one) == (.max, true))
    #expect(UInt256.max.subtractingReportingOverflow(.max) == (.zero, false))
  }

  @Test(arguments: Seeds.few) func `what is added can be taken away`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let (left, right) = (random.uint256(), random.uint256())
      let sum = left.addingReportingOverflow(right)
      let back = sum.partialValue.subtractingReportingOverflow(right)
      #expect(back.partialValue == left)
      #expect(back.overflow == sum.overflow)
      #expect(sum.overflow == (sum.partialValue < left))
    }
  }

  @Test(arguments: Seeds.few) func `a quotient times its divisor and the rest is the number`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let number = random.uint256()
      let divisor = max(1, random.unsigned(UInt128.self))
      let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
      #expect(remainder < divisor)
      #expect(quotient &* divisor &+ UInt256(low: remainder) == number)
    }
  }

  @Test func `products wrap around`() {
    #expect(UInt256.max &* 2 == UInt256(high: .max, low: .max - 1))
    #expect(UInt256(high: 1, low: 0) &* .max == UInt256(high: .max, low: 0))
    #expect(UInt256(low: .max) &* .max == UInt256(.max, times: .max))
  }

  @Test(arguments: Seeds.few) func `a square root is the largest whose square is not larger`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    for number in [.zero, Self.one, .max] + (0..<50).map({ _ in random.uint256() }) {
      let root = number.squareRoot
      #expect(UInt256(root, times: root) <= number)
      #expect(root == .max || UInt256(root + 1, times: root + 1) > number)
    }
  }

  @Test(arguments: Seeds.few) func `the canonical form comes back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let number = random.uint256()
    #expect(number.canonicalBytes == number.bigEndianBytes.array.reversed())
    #expect(Rejection.violations(of: number).isEmpty)
  }

  @Test func `a reserve has at most 112 bits`() throws {
    let largest = UInt128(1) << 112 - 1
    #expect(UInt112(exactly: largest) == .max)
    #expect(UInt112(exactly: largest + 1) == nil)
    #expect(UInt112.abiType.name == "uint112")
    let form = ABI.encode(UInt112.max)
    let back = try decode(form, as: UInt112.self)
    #expect(back == UInt112.max)
    let wide = ABI.encode(largest + 1)
    #expect(throws: ABIError.overflow(bits: 112)) { try decode(wide, as: UInt112.self) }
    #expect(Rejection.violations(of: UInt112.max).isEmpty)
  }
}
