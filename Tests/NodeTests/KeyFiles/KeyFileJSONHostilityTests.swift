import Cryptography
import Foundation
import Node
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

  @Test func `no changed bit ends the process`() throws {
    let original = try KeyFileJSON.decode(Self.sample)
    var same = 0
    for index in Self.sample.indices {
      for bit in 0..<8 {
        var bytes = Self.sample
        bytes[index] ^= 1 << bit
        // Most changes are refused or make another file; white space and letter case do neither.
        if let file = try? KeyFileJSON.decode(bytes), file == original { same += 1 }
      }
    }
    #expect(same < 200)
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

  @Test(arguments: 0..<64)
  func `pieces of JSON in any order end no process`(seed: UInt64) {
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\"version\":", "\"crypto\":", "\"kdfparams\":", "3",
      "1e9", "-", "null", "true", "\\u", "\\", "\"n\":", "9999999999999999999", "\u{1F600}", " ",
    ]
    // A small generator with a fixed formula: the number of the test replays it.
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    for _ in 0..<200 {
      var text = ""
      for _ in 0..<40 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        text += pieces[Int(state % UInt64(pieces.count))]
      }
      _ = try? KeyFileJSON.decode(Array(text.utf8))
    }
  }
}
