import Cryptography
import Foundation
import Node
import TestSupport
import Testing

/// Whatever the bytes are, decoding ends with a key file or a typed error.
@Suite struct KeyFileJSONHostilityTests {
  private static let sample = Array(SampleKeyFiles.scrypt.utf8)

  @Test func `no part of a file is a file`() {
    for count in 0..<Self.sample.count {
      #expect(throws: KeyFileJSONError.self) {
        try KeyFileJSON.decode(Array(Self.sample.prefix(count)))
      }
    }
  }

  @Test func `a file with a changed bit is refused, or read as what it says now`() throws {
    for index in Self.sample.indices {
      for bit in 0..<8 {
        var bytes = Self.sample
        bytes[index] ^= 1 << bit
        guard let file = try? KeyFileJSON.decode(bytes) else { continue }
        let again = try KeyFileJSON.decode(KeyFileJSON.encode(file))
        if again != file { Issue.record("bit \(bit) of byte \(index)") }
      }
    }
  }

  @Test(arguments: Seeds.many)
  func `any key file is read as it was written`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let cost = 1 << generator.number(in: 1...20)
    let derivation = try KeyDerivation(
      generator.happens(oneIn: 2)
        ? .scrypt(Scrypt(cost: cost, blockSize: generator.number(in: 1...8), parallelism: 1))
        : .pbkdf2(PBKDF2(iterations: cost)),
      salt: generator.bytes(count: 1...KeyDerivation.saltBytesMax))
    let file = KeyFile(
      id: generator.fixedBytes(),
      address: generator.happens(oneIn: 3) ? nil : generator.fixedBytes(),
      derivation: derivation, iv: generator.fixedBytes(), ciphertext: generator.fixedBytes(),
      mac: generator.fixedBytes())
    #expect(try KeyFileJSON.decode(KeyFileJSON.encode(file)) == file)
  }

  @Test func `more bytes than a file may have are refused`() {
    let spaces = [UInt8](repeating: 0x20, count: KeyFileJSON.sizeBytesMax)
    #expect(throws: KeyFileJSONError.tooLarge(limitBytes: KeyFileJSON.sizeBytesMax)) {
      try KeyFileJSON.decode(Self.sample + spaces)
    }
    #expect(throws: Never.self) {
      try KeyFileJSON.decode(Self.sample + spaces.dropLast(Self.sample.count))
    }
  }

  @Test(arguments: [
    "[", "{\"a\":", "[[", "{\"crypto\":{\"kdfparams\":", "\"", "{\"a\":[{\"b\":",
  ])
  func `depth ends no process`(piece: String) {
    let count = KeyFileJSON.sizeBytesMax / piece.utf8.count
    let text = String(repeating: piece, count: count)
    #expect(throws: KeyFileJSONError.notJSON) { try KeyFileJSON.decode(Array(text.utf8)) }
    for depth in [100, 500, 511, 512, 513, 600, 5_000] {
      let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      let objects =
        String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
      for value in [nested, objects] {
        let text = SampleKeyFiles.scrypt.dropLast() + ", \"deep\": \(value)}"
        // Passing over it is as good as refusing it.
        _ = try? KeyFileJSON.decode(Array(text.utf8))
      }
    }
  }

  @Test(arguments: [
    "", " ", "null", "true", "3", "-", "1e999", "\"text\"", "[]", "{}", "{", "}", "[{}]", "{}{}",
    "{\"version\":3,}", "{'version':3}", "{\"version\":03}", "{\"version\":0x3}", "NaN",
    "{\"version\":3e999999999}", "{\"version\":\(String(repeating: "9", count: 5_000))}",
    "{\"version\":3.\(String(repeating: "0", count: 5_000))1}", "{\"version\":\"\\ud800\"}",
    "{\"\\u0000\":0}", "{\"version\":3,\"version\":4}", "{\"version\":-0}", "\u{FEFF}{}",
    "{\"version\":3,\"crypto\":[]}", "{\"version\":3,\"crypto\":{},\"Crypto\":{}}",
  ])
  func `odd JSON is refused`(text: String) {
    #expect(throws: KeyFileJSONError.self) { try KeyFileJSON.decode(Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0xFF], [0xFE, 0xFF], [0x7B, 0x00, 0x7D, 0x00], [0x00, 0x7B, 0x00, 0x7D], [0xC0, 0x80],
      [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x22, 0xC3, 0x22], [0xEF, 0xBB, 0xBF],
      [0x00], [0x22, 0x00, 0x22],
    ] as [[UInt8]])
  func `bytes that are no text are refused`(bytes: [UInt8]) {
    #expect(throws: KeyFileJSONError.self) { try KeyFileJSON.decode(bytes) }
    // In a text that nobody looks at they may be passed over, for some parsers are lax there.
    let inside = Array("{\"note\":\"".utf8) + bytes + Array("\",".utf8) + Self.sample.dropFirst()
    _ = try? KeyFileJSON.decode(inside)
  }

  @Test(arguments: Seeds.many)
  func `pieces of JSON in any order end no process`(seed: UInt64) {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\"version\":", "\"crypto\":", "\"kdfparams\":", "3",
      "1e9", "-", "null", "true", "\\u", "\\", "\"n\":", "9999999999999999999", "\u{1F600}", " ",
    ]
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let text = (0..<40).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      _ = try? KeyFileJSON.decode(Array(text.utf8))
    }
  }
}
