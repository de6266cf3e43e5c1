import Codec
import TestSupport
import Testing

@Suite struct HexTests {
  @Test func `each byte has two lower-case digits`() {
    #expect(Hex.encode([UInt8]().span) == "")
    #expect(Hex.encode([UInt8]().span, prefix: true) == "0x")
    #expect(Hex.encode([0x00, 0x0F, 0xA9, 0xFF].span) == "000fa9ff")
    #expect(Hex.encode([0x00, 0x0F, 0xA9, 0xFF].span, prefix: true) == "0x000fa9ff")
  }

  @Test func `digits of either case are read, with a prefix or without`() throws {
    for text in ["000fa9ff", "000FA9FF", "0x000fA9Ff", "0x000FA9FF"] {
      #expect(try Hex.decode(text) == [0x00, 0x0F, 0xA9, 0xFF])
    }
    #expect(try Hex.decode("") == [])
    #expect(try Hex.decode("0x") == [])
  }

  @Test(arguments: Seeds.few) func `bytes come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for count in 0..<70 {
      let bytes = random.bytes(count: count)
      #expect(try Hex.decode(Hex.encode(bytes.span)) == bytes)
      #expect(try Hex.decode(Hex.encode(bytes.span, prefix: true)) == bytes)
    }
  }

  @Test func `half a byte is refused`() {
    #expect(throws: HexError.oddLength(digits: 1)) { try Hex.decode("a") }
    #expect(throws: HexError.oddLength(digits: 3)) { try Hex.decode("0xabc") }
  }

  @Test func `anything but a digit is refused, and its place is told`() {
    for (text, position) in [
      ("/0", 0), ("0:", 1), ("00@0", 2), ("000G", 3), ("0x`0", 2), ("0x0g", 3), ("0X00", 1),
      (" 0", 0), ("0xx0", 2), ("é", 0),
    ] {
      #expect(throws: HexError.notADigit(position: position)) { try Hex.decode(text) }
    }
  }

  @Test func `a value of fixed size takes exactly its digits`() throws {
    #expect(try Hex.decode("0x0102", as: FixedBytes<2>.self).array == [1, 2])
    #expect(throws: HexError.wrongLength(bytes: 1, expected: 2)) {
      try Hex.decode("0x01", as: FixedBytes<2>.self)
    }
    #expect(throws: HexError.wrongLength(bytes: 3, expected: 2)) {
      try Hex.decode("010203", as: FixedBytes<2>.self)
    }
  }
}
