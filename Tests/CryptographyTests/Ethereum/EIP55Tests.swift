import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct EIP55Tests {
  /// EIP-55, Test Cases.
  @Test(arguments: [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
  ]) func `addresses have the published letter case`(text: String) throws {
    let address = try Hex.decode(text, as: FixedBytes<20>.self)
    #expect(EIP55.encode(address) == text)
    #expect(try EIP55.decode(text) == address)
    #expect(try EIP55.decode(String(text.dropFirst(2))) == address)
    #expect(try EIP55.decode(text.lowercased()) == address)
    #expect(try EIP55.decode("0x" + text.dropFirst(2).uppercased()) == address)
  }

  @Test func `a letter of the wrong case is noticed`() {
    let text = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    let characters = Array(text)
    for position in 2..<characters.count where characters[position].isLetter {
      var wrong = characters
      let letter = characters[position]
      wrong[position] = Character(letter.isUppercase ? letter.lowercased() : letter.uppercased())
      #expect(throws: EIP55Error.badChecksum(expected: text)) {
        try EIP55.decode(String(wrong))
      }
    }
  }

  @Test func `text of another length or with other characters is refused`() {
    #expect(throws: EIP55Error.notHexadecimal(.wrongLength(bytes: 19, expected: 20))) {
      try EIP55.decode("0x" + String(repeating: "ab", count: 19))
    }
    #expect(throws: EIP55Error.notHexadecimal(.wrongLength(bytes: 21, expected: 20))) {
      try EIP55.decode("0x" + String(repeating: "ab", count: 21))
    }
    #expect(throws: EIP55Error.notHexadecimal(.wrongLength(bytes: 0, expected: 20))) {
      try EIP55.decode("")
    }
    #expect(throws: EIP55Error.notHexadecimal(.notADigit(position: 41))) {
      try EIP55.decode("0x" + String(repeating: "a", count: 39) + "g")
    }
  }

  @Test(arguments: Seeds.few) func `addresses come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let address = random.fixedBytes(FixedBytes<20>.self)
      #expect(try EIP55.decode(EIP55.encode(address)) == address)
    }
  }
}
