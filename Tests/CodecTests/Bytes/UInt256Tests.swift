import Codec
import TestSupport
import Testing

@Suite struct UInt256Tests {
  @Test func `bytes stand with the most significant first`() {
    let number = UInt256(
      high: 0x0001_0203_0405_0607_0809_0A0B_0C0D_0E0F,
      low: 0x1011_1213_1415_1617_1819_1A1B_1C1D_1E1F)
    #expect(number.bigEndianBytes.array == Array(0...31))
    #expect(UInt256(bigEndian: number.bigEndianBytes.storage.span) == number)
  }

  @Test(arguments: Seeds.few) func `numbers come back from their bytes`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let number = random.uint256()
      let bytes = number.bigEndianBytes.array
      let digits = Array(bytes.drop { $0 == 0 })
      #expect(UInt256(bigEndian: bytes.span) == number)
      #expect(UInt256(bigEndian: digits.span) == number)
    }
  }

  @Test func `fewer bytes make a smaller number`() {
    #expect(UInt256(bigEndian: [UInt8]().span) == .zero)
    #expect(UInt256(bigEndian: [1, 0].span) == UInt256(256 as UInt16))
    let seventeen: [UInt8] = [1] + Array(repeating: 0, count: 16)
    #expect(UInt256(bigEndian: seventeen.span) == UInt256(high: 1, low: 0))
  }

  @Test func `text is decimal`() {
    #expect(UInt256.zero.description == "0")
    #expect(UInt256(UInt64.max).description == "18446744073709551615")
    #expect(UInt256(UInt128.max).description == "340282366920938463463374607431768211455")
    #expect(
      UInt256(high: 1, low: 0).description == "340282366920938463463374607431768211456")
    #expect(
      UInt256.max.description
        == "115792089237316195423570985008687907853269984665640564039457584007913129639935")
  }

  @Test(arguments: Seeds.few) func `order is that of the bytes`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let left = random.uint256()
      let right = random.happens(oneIn: 8) ? left : random.uint256()
      #expect((left < right) == (left.bigEndianBytes < right.bigEndianBytes))
      #expect((left == right) == (left.bigEndianBytes == right.bigEndianBytes))
    }
    #expect(UInt256(low: .max) < UInt256(high: 1, low: 0))
    #expect(UInt256.zero < .max)
  }

  @Test func `the product of the largest factors is exact`() {
    // (2¹²⁸ - 1)² = 2²⁵⁶ - 2¹²⁹ + 1
    #expect(UInt256(.max, times: .max) == UInt256(high: .max - 1, low: 1))
    #expect(UInt256(.max, times: 0) == .zero)
    #expect(UInt256(.max, times: 1) == UInt256(UInt128.max))
    #expect(UInt256(1 << 127, times: 2) == UInt256(high: 1, low: 0))
  }

  @Test(arguments: Seeds.few) func `products agree with long multiplication`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let left = random.unsigned(UInt128.self)
      let right = random.unsigned(UInt128.self)
      // Digit by digit in base 256, as on paper.
      var digits = [Int](repeating: 0, count: 33)
      for leftIndex in 0..<16 {
        for rightIndex in 0..<16 {
          let leftDigit = Int(truncatingIfNeeded: left >> UInt128(8 * leftIndex) & 0xFF)
          let rightDigit = Int(truncatingIfNeeded: right >> UInt128(8 * rightIndex) & 0xFF)
          digits[leftIndex + rightIndex] += leftDigit * rightDigit
        }
      }
      for index in 0..<32 {
        digits[index + 1] += digits[index] >> 8
        digits[index] &= 0xFF
      }
      let product = UInt256(left, times: right)
      #expect(product.bigEndianBytes.array == digits[..<32].reversed().map { UInt8($0) })
    }
  }

  @Test func `more than 32 bytes stop the process`() async {
    await #expect(processExitsWith: .failure) {
      _ = UInt256(bigEndian: [UInt8](repeating: 0, count: 33).span)
    }
  }
}
