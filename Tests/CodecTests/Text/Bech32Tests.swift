import Codec
import TestSupport
import Testing

@Suite struct Bech32Tests {
  private static var longPrefix: String {
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio"
  }

  /// The valid strings of BIP-173, Test vectors, with their bytes in hexadecimal.
  private static let valid: [(text: String, prefix: String, hexBytes: String)] = [
    ("A12UEL5L", "a", ""),
    ("a12uel5l", "a", ""),
    (longPrefix + "1tt5tgs", longPrefix, ""),
    (
      "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef",
      "00443214c74254b635cf84653a56d7c675be77df"
    ),
    (
      "11" + String(repeating: "q", count: 82) + "c8247j", "1",
      String(repeating: "00", count: 51)
    ),
    (
      "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "split",
      "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d"
    ),
    ("?1ezyfcl", "?", ""),
  ]

  @Test(arguments: valid) func `the valid strings of BIP-173 are read and written`(
    text: String, prefix: String, hexBytes: String
  ) throws {
    let decoded = try Bech32.decode(text)
    #expect(decoded.prefix == prefix)
    #expect(decoded.bytes == (try Hex.decode(hexBytes)))
    #expect(Bech32.encode(decoded.bytes.span, prefix: prefix) == text.lowercased())
  }

  /// The invalid strings of BIP-173, Test vectors, except those whose bytes are no UTF-8.
  private static let invalid: [(text: String, error: Bech32Error)] = [
    ("\u{20}1nwldj5", .badCharacter(position: 0)),
    ("\u{7F}1axkwrx", .badCharacter(position: 0)),
    (
      "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio"
        + "1569pvx", .tooLong(characters: 91)
    ),
    ("pzry9x0s0muk", .noPrefix),
    ("1pzry9x0s0muk", .noPrefix),
    ("x1b4n0q5v", .badCharacter(position: 2)),
    ("li1dgmt3", .noChecksum),
    ("A1G7SGD8", .badChecksum),
    ("10a06t8", .noPrefix),
    ("1qzzfhee", .noPrefix),
    // Not of the list, but of the same kinds.
    ("", .noPrefix),
    ("1", .noPrefix),
    ("a12UEL5L", .mixedCase),
    ("A12uel5l", .mixedCase),
    ("é12uel5l", .badCharacter(position: 0)),
    ("a12uel5m", .badChecksum),
  ]

  @Test(arguments: invalid) func `the invalid strings of BIP-173 are refused`(
    text: String, error: Bech32Error
  ) {
    #expect(throws: error) { try Bech32.decode(text) }
  }

  @Test(arguments: ["a1lmyple6", "a1llttal5m", "a1q3g6mn3", "a1qpamnt9j", "a1qqqd87cpp"])
  func `characters that do not make up whole bytes are refused`(text: String) {
    #expect(throws: Bech32Error.badPadding) { try Bech32.decode(text) }
  }

  @Test(arguments: Seeds.few) func `bytes come back in either case`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for count in 0...48 {
      let bytes = random.bytes(count: count)
      let text = Bech32.encode(bytes.span, prefix: "trade")
      for form in [text, text.uppercased()] {
        let decoded = try Bech32.decode(form)
        #expect(decoded.prefix == "trade")
        #expect(decoded.bytes == bytes)
      }
    }
  }

  @Test func `any one or two wrong characters are noticed`() {
    // BIP-173, Checksum design: up to four errors within 89 characters are always found.
    var random = SplitMix64(seed: 1)
    let text = Array(Bech32.encode(random.bytes(count: 20).span, prefix: "tw").utf8)
    let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    for position in 3..<text.count {
      for character in alphabet where character != text[position] {
        var wrong = text
        wrong[position] = character
        #expect(throws: Bech32Error.badChecksum) {
          try Bech32.decode(String(decoding: wrong, as: UTF8.self))
        }
        let second = random.number(in: 3...text.count - 1)
        wrong[second] = alphabet[random.number(in: 0...31)]
        guard wrong != text else { continue }
        #expect(throws: Bech32Error.badChecksum) {
          try Bech32.decode(String(decoding: wrong, as: UTF8.self))
        }
      }
    }
  }
}
