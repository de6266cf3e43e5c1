import Cryptography
import TestSupport
import Testing

@Suite struct ConstantTimeTests {
  private func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    ConstantTime.equal(left.span, right.span)
  }

  @Test(arguments: Seeds.many)
  func `only equal bytes are equal`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = random.bytes(count: 1...40)
    #expect(areEqual(bytes, bytes))
    for index in bytes.indices {
      for bit in 0..<8 {
        var other = bytes
        other[index] ^= 1 << bit
        #expect(!areEqual(bytes, other), "bit \(bit) of byte \(index)")
      }
    }
    #expect(!areEqual(bytes, Array(bytes.dropLast())))
    #expect(!areEqual(bytes, bytes + [0]))
  }
}
