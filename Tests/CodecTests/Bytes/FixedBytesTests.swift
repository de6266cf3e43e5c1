import Codec
import TestSupport
import Testing

@Suite struct FixedBytesTests {
  @Test func `values are equal when every byte is`() {
    let value = FixedBytes<32>(repeating: 5)
    for index in 0..<32 {
      for bit in 0..<8 {
        var other = value
        other[index] ^= 1 << bit
        #expect(other != value)
        other[index] ^= 1 << bit
        #expect(other == value)
      }
    }
  }

  @Test(arguments: Seeds.few) func `order is that of the bytes, the first one first`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let left = random.fixedBytes(FixedBytes<4>.self)
      var right = random.fixedBytes(FixedBytes<4>.self)
      for index in 0..<random.number(in: 0...4) { right[index] = left[index] }
      #expect((left < right) == left.array.lexicographicallyPrecedes(right.array))
      #expect((left == right) == (left.array == right.array))
    }
  }

  @Test func `equal values have equal hashes`() {
    var random = SplitMix64(seed: 1)
    let values = (0..<200).map { _ in random.fixedBytes(FixedBytes<20>.self) }
    let set = Set(values + values)
    #expect(set.count == 200)
    #expect(values.allSatisfy(set.contains))
  }

  @Test func `an array of another length is no value`() {
    #expect(FixedBytes<3>([1, 2]) == nil)
    #expect(FixedBytes<3>([1, 2, 3, 4]) == nil)
    #expect(FixedBytes<3>([1, 2, 3])?.array == [1, 2, 3])
    #expect(FixedBytes<0>([]) == .zero)
  }

  @Test func `text is hexadecimal`() {
    #expect(FixedBytes<3>(repeating: 0xA7).description == "0xa7a7a7")
  }

  @Test func `the form is the bytes as they are`() {
    let value = FixedBytes<20>(repeating: 9)
    #expect(value.canonicalBytes == value.array)
    #expect(Rejection.violations(of: value).isEmpty)
  }

  @Test func `copying another number of bytes stops the process`() async {
    await #expect(processExitsWith: .failure) {
      _ = FixedBytes<4>(copying: [1, 2, 3].span)
    }
  }
}
