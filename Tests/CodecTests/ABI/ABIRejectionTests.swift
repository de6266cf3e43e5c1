import Codec
import TestSupport
import Testing

/// One test for each way a form could have been written otherwise.
@Suite struct ABIRejectionTests {
  /// A word with one bit set, counted from the least significant.
  private func word(bit: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes[31 - bit / 8] = 1 << (bit % 8)
    return bytes
  }

  private func expectRange<Number: ABIInteger>(of type: Number.Type) throws {
    for bit in 0..<256 {
      if bit < Number.bitWidth {
        let power: Number = try decode(word(bit: bit), as: type)
        #expect(power == (1 as Number) << Number(bit))
      } else {
        #expect(throws: ABIError.overflow(bits: Number.bitWidth)) {
          try decode(word(bit: bit), as: type)
        }
      }
    }
    let largest: Number = try decode(ABI.encode(Number.max), as: type)
    #expect(largest == Number.max)
  }

  @Test func `a number beyond its width is refused`() throws {
    try expectRange(of: UInt8.self)
    try expectRange(of: UInt16.self)
    try expectRange(of: UInt32.self)
    try expectRange(of: UInt64.self)
    try expectRange(of: UInt128.self)
    let all = [UInt8](repeating: 0xFF, count: 32)
    let largest = try decode(all, as: UInt256.self)
    #expect(largest == UInt256.max)
  }

  @Test func `a truth value is 0 or 1`() throws {
    #expect(try decode(words(["0"]), as: Bool.self) == false)
    #expect(try decode(words(["1"]), as: Bool.self) == true)
    for bit in 1..<256 {
      #expect(throws: ABIError.notBool) { try decode(word(bit: bit), as: Bool.self) }
    }
    #expect(throws: ABIError.notBool) { try decode(words(["3"]), as: Bool.self) }
  }

  @Test func `what fills up a word is zero`() throws {
    for position in 0..<32 {
      var bytes = [UInt8](repeating: 0, count: 32)
      bytes[position] = 1
      if position < 4 {
        #expect(try decode(bytes, as: FixedBytes<4>.self)[position] == 1)
      } else {
        #expect(throws: ABIError.dirtyPadding) {
          try decode(bytes, as: FixedBytes<4>.self)
        }
      }
    }
    var form = ABI.encode(ABIBytes([1, 2, 3]))
    for position in 67..<96 {
      form[position] = 0x80
      #expect(throws: ABIError.dirtyPadding) { try decode(form, as: ABIBytes.self) }
      #expect(throws: ABIError.dirtyPadding) { try decode(form, as: String.self) }
      form[position] = 0
    }
  }

  @Test func `a value elsewhere than right behind the others is refused`() throws {
    // A gap of one word in front of the bytes.
    let gap = try words(["40", "0", "1", "<09"])
    #expect(throws: ABIError.offset(found: UInt256(64 as UInt64), expected: 32)) {
      try decode(gap, as: ABIBytes.self)
    }
    // Into the head itself.
    let head = try words(["0"])
    #expect(throws: ABIError.offset(found: .zero, expected: 32)) {
      try decode(head, as: ABIBytes.self)
    }
    // Off by one byte.
    let odd = try words(["21", "0", "0"])
    #expect(throws: ABIError.offset(found: UInt256(33 as UInt64), expected: 32)) {
      try decode(odd, as: ABIBytes.self)
    }
  }

  @Test func `two values on the same bytes are refused`() throws {
    let shared = try words(["40", "40", "1", "<09"])
    #expect(throws: ABIError.offset(found: UInt256(64 as UInt64), expected: 128)) {
      try decode(shared, as: ABIBytes.self, ABIBytes.self)
    }
    let nested = try words(["20", "2", "40", "40", "0"])
    #expect(throws: ABIError.offset(found: UInt256(64 as UInt64), expected: 96)) {
      try decode(nested, as: [ABIBytes].self)
    }
    let swapped = try words(["80", "40", "1", "<09", "1", "<08"])
    #expect(throws: ABIError.offset(found: UInt256(128 as UInt64), expected: 64)) {
      try decode(swapped, as: ABIBytes.self, ABIBytes.self)
    }
  }

  @Test(arguments: [63, 64, 127, 128, 255]) func `huge offsets are refused`(bit: Int) throws {
    let offset = UInt256(bigEndian: word(bit: bit).span)
    let form = try word(bit: bit) + words(["0"])
    #expect(throws: ABIError.offset(found: offset, expected: 32)) {
      try decode(form, as: ABIBytes.self)
    }
    #expect(throws: ABIError.offset(found: offset, expected: 32)) {
      try decode(form, as: [UInt256].self)
    }
    #expect(throws: ABIError.offset(found: offset, expected: 32)) {
      try decode(form, as: Cargo.self)
    }
  }

  @Test(arguments: [5, 31, 58, 59, 60, 62, 63, 64, 127, 128, 255])
  func `huge lengths are refused before anything is set aside`(bit: Int) throws {
    let length = UInt256(bigEndian: word(bit: bit).span)
    let form = try words(["20"]) + word(bit: bit) + [UInt8](repeating: 0, count: 31)
    let error = ABIError.length(found: length, available: 31)
    #expect(throws: error) { try decode(form, as: ABIBytes.self) }
    #expect(throws: error) { try decode(form, as: String.self) }
    #expect(throws: error) { try decode(form, as: [UInt8].self) }
    #expect(throws: error) { try decode(form, as: [Berth].self) }
    #expect(throws: error) { try decode(form, as: [[UInt256]].self) }
  }

  @Test func `a list of one element more than there is room for is refused`() throws {
    let form = try words(["20", "2", "1"])
    #expect(throws: ABIError.length(found: UInt256(2 as UInt64), available: 32)) {
      try decode(form, as: [UInt256].self)
    }
    let berths = try words(["20", "2", "1", "1", "2"])
    #expect(throws: ABIError.length(found: UInt256(2 as UInt64), available: 96)) {
      try decode(berths, as: [Berth].self)
    }
  }

  @Test func `arguments that end early or late are refused`() throws {
    let form = try words(["1", "2"])
    let short = Array(form.dropLast())
    #expect(throws: ABIError.truncated(needed: 64, available: 63)) {
      try decode(short, as: UInt8.self, UInt8.self)
    }
    #expect(throws: ABIError.trailing(count: 32)) { try decode(form, as: UInt8.self) }
    let unpadded = Array(try words(["20", "3", "<010203"]).dropLast(29))
    #expect(throws: ABIError.truncated(needed: 29, available: 0)) {
      try decode(unpadded, as: ABIBytes.self)
    }
    let missing = try words(["20"])
    #expect(throws: ABIError.truncated(needed: 32, available: 0)) {
      try decode(missing, as: ABIBytes.self)
    }
  }

  @Test func `text that is not UTF-8 is refused`() {
    // A lone continuation byte, an overlong slash, half a pair, beyond the last code point, and a
    // character that ends early.
    for bytes: [UInt8] in [
      [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] {
      let form = ABI.encode(ABIBytes(bytes))
      #expect(throws: ABIError.notUTF8) { try decode(form, as: String.self) }
    }
  }

  @Test(arguments: Seeds.few) func `arbitrary words are refused or are a form`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<3_000 {
      // Multiples of 32 up to 256, with which offsets and lengths often fit.
      var bytes: [UInt8] = []
      for _ in 0..<random.number(in: 2...8) {
        let number = random.number(in: 0...8) * (random.happens(oneIn: 3) ? 1 : 32)
        bytes += UInt256(UInt64(number)).bigEndianBytes.array
      }
      if let (list, text) = try? decode(bytes, as: [ABIBytes].self, String.self) {
        #expect(ABI.encode(list, text) == bytes)
      }
      if let cargoes = try? decode(bytes, as: [Cargo].self) {
        #expect(ABI.encode(cargoes) == bytes)
      }
    }
  }

  @Test(arguments: [
    [UInt8](), [1], Array(repeating: 0xFF, count: 31), Array(repeating: 0xFF, count: 256),
  ]) func `no bytes stop the process`(bytes: [UInt8]) {
    #expect(throws: ABIError.self) { try decode(bytes, as: [[Cargo]].self) }
    #expect(throws: ABIError.self) { try decode(bytes, as: Berth.self, ABIBytes.self) }
  }
}
