import Codec
import Cryptography
import Foundation
import Node
import Testing

@Suite struct KeyFileJSONTests {
  private static let samples = [SampleKeyFiles.scrypt, SampleKeyFiles.pbkdf2]

  private func decode(_ text: String) throws(KeyFileJSONError) -> KeyFile {
    try KeyFileJSON.decode(Array(text.utf8))
  }

  /// The error a sample has after one piece of its text was replaced.
  private func refusal(
    _ piece: String, _ replacement: String, in sample: String = SampleKeyFiles.scrypt
  ) -> KeyFileJSONError? {
    #expect(sample.contains(piece), "the piece to replace is there")
    do {
      _ = try decode(sample.replacingOccurrences(of: piece, with: replacement))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: samples)
  func `a file of another tool is read and opened`(text: String) throws {
    let file = try decode(text)
    #expect(file.address?.description.lowercased() == SampleKeyFiles.address.lowercased())
    let key = try file.decrypt(passphrase: Array(SampleKeyFiles.passphrase.utf8))
    #expect(key.withSecret { Hex.encode($0) } == SampleKeyFiles.secret)
  }

  @Test(arguments: samples)
  func `what is written is read back`(text: String) throws {
    let file = try decode(text)
    let written = KeyFileJSON.encode(file)
    #expect(try KeyFileJSON.decode(written) == file)
    #expect(written == KeyFileJSON.encode(try KeyFileJSON.decode(written)))
  }

  @Test func `a file without an address is read and written back`() throws {
    let file = try decode(
      SampleKeyFiles.scrypt.replacingOccurrences(of: "\"address\"", with: "\"label\""))
    #expect(file.address == nil)
    #expect(try KeyFileJSON.decode(KeyFileJSON.encode(file)) == file)
  }

  @Test func `the form that is written is fixed`() throws {
    let text = String(
      decoding: KeyFileJSON.encode(try decode(SampleKeyFiles.scrypt)), as: UTF8.self)
    #expect(
      text == """
        {
          "address": "2c7536e3605d9c16a7a3d7b1898e529396a65c23",
          "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": {
              "iv": "35159d1cfcfd73b42aa34beb2c5a0e7d"
            },
            "ciphertext": "9707ecf70ed375553a2782978af87903c26a78a1dd4839c8f677bafb615dc572",
            "kdf": "scrypt",
            "kdfparams": {
              "dklen": 32,
              "n": 16,
              "r": 8,
              "p": 1,
              "salt": "5603f8708a58ab249d0be692e1a662fb"
            },
            "mac": "4bc51b0306a51845994eadb251b2958b641f251a94e749b2856df6960616b7ff"
          },
          "id": "4cffb09c-e014-44de-b419-2ae7a523bc0b",
          "version": 3
        }

        """)
  }

  @Test(arguments: [
    ("\"address\": \"", "\"address\": \"0x"), ("\"crypto\"", "\"Crypto\""),
    ("\"version\"", "\"name\": {\"any\": [1, 2.5, null, {}]}, \"version\""),
    ("\"version\"", "\"version\":3, \"x-ethers\": [[[]]], \"note\""),
    ("4cffb09c-e014", "4CFFB09C-E014"), ("\"dklen\"", "\"extra\": true, \"dklen\""),
    ("5603f8708a58ab249d0be692e1a662fb", "0x5603F8708A58AB249D0BE692E1A662FB"),
  ])
  func `other ways to write the same are read`(piece: String, replacement: String) throws {
    let file = try decode(SampleKeyFiles.scrypt)
    let text = SampleKeyFiles.scrypt.replacingOccurrences(of: piece, with: replacement)
    #expect(try decode(text) == file)
  }

  @Test(arguments: [
    ("\"version\"", "version"), ("\"id\"", "id"), ("\"crypto\"", "crypto"),
    ("\"cipher\"", "crypto.cipher"), ("\"cipherparams\"", "crypto.cipherparams"),
    ("\"iv\"", "crypto.cipherparams.iv"), ("\"ciphertext\"", "crypto.ciphertext"),
    ("\"kdf\"", "crypto.kdf"), ("\"kdfparams\"", "crypto.kdfparams"),
    ("\"dklen\"", "crypto.kdfparams.dklen"), ("\"n\"", "crypto.kdfparams.n"),
    ("\"r\"", "crypto.kdfparams.r"), ("\"p\"", "crypto.kdfparams.p"),
    ("\"salt\"", "crypto.kdfparams.salt"), ("\"mac\"", "crypto.mac"),
  ])
  func `a missing member is named`(piece: String, member: String) {
    #expect(refusal(piece, "\"other\"") == .missing(member: member))
  }

  @Test func `a missing member of the other derivation is named`() {
    #expect(
      refusal("\"c\"", "\"other\"", in: SampleKeyFiles.pbkdf2)
        == .missing(member: "crypto.kdfparams.c"))
    #expect(
      refusal("\"prf\"", "\"other\"", in: SampleKeyFiles.pbkdf2)
        == .missing(member: "crypto.kdfparams.prf"))
  }

  @Test(arguments: [
    ("\"version\": 3", "\"version\": \"3\"", "version", "a string", "an integer"),
    ("\"version\": 3", "\"version\": true", "version", "a boolean", "an integer"),
    ("\"version\": 3", "\"version\": null", "version", "null", "an integer"),
    ("\"version\": 3", "\"version\": [3]", "version", "an array", "an integer"),
    ("\"version\": 3", "\"version\": {}", "version", "an object", "an integer"),
    (
      "\"n\": 16", "\"n\": 16.5", "crypto.kdfparams.n",
      "a number that is no integer or too large", "an integer"
    ),
    (
      "\"n\": 16", "\"n\": 18446744073709551616", "crypto.kdfparams.n",
      "a number that is no integer or too large", "an integer"
    ),
    (
      "\"n\": 16", "\"n\": 1e300", "crypto.kdfparams.n",
      "a number that is no integer or too large", "an integer"
    ),
    ("\"scrypt\"", "1", "crypto.kdf", "a number", "a string"),
    (
      "{\"iv\": \"35159d1cfcfd73b42aa34beb2c5a0e7d\"}", "7", "crypto.cipherparams", "a number",
      "an object"
    ),
    ("\"4cffb09c-e014-44de-b419-2ae7a523bc0b\"", "false", "id", "a boolean", "a string"),
  ])
  func `a member of the wrong kind is named`(
    piece: String, replacement: String, member: String, found: String, expected: String
  ) {
    #expect(
      refusal(piece, replacement)
        == .wrongKind(member: member, found: found, expected: expected))
  }

  @Test(
    arguments: [
      ("3}", "1}", .wrongValue(member: "version", found: "1", expected: "3")),
      (
        "aes-128-ctr", "aes-128-cbc",
        .wrongValue(member: "crypto.cipher", found: "aes-128-cbc", expected: "aes-128-ctr")
      ),
      (
        "\"scrypt\"", "\"argon2\"",
        .wrongValue(member: "crypto.kdf", found: "argon2", expected: "scrypt or pbkdf2")
      ),
      (
        "b419-", "b419",
        .wrongValue(
          member: "id", found: "4cffb09c-e014-44de-b4192ae7a523bc0b", expected: "a UUID")
      ),
      (
        "\"5603", "\"603",
        .notHexadecimal(member: "crypto.kdfparams.salt", .oddLength(digits: 31))
      ),
      ("\"4bc5", "\"4bcz", .notHexadecimal(member: "crypto.mac", .notADigit(position: 3))),
      (
        "\"9707", "\"",
        .notHexadecimal(member: "crypto.ciphertext", .wrongLength(bytes: 30, expected: 32))
      ),
      ("\"n\": 16", "\"n\": 15", .derivation(.costNotPowerOfTwo(15))),
      ("\"n\": 16", "\"n\": -16", .derivation(.costNotPowerOfTwo(-16))),
      ("\"r\": 8", "\"r\": 0", .derivation(.blockSize(0, limit: Scrypt.blockSizeMax))),
      ("\"dklen\": 32", "\"dklen\": 64", .derivation(.keyBytes(64, expected: 32))),
    ] as [(String, String, KeyFileJSONError)])
  func `a value that is not allowed is named`(
    piece: String, replacement: String, expected: KeyFileJSONError
  ) {
    #expect(refusal(piece, replacement) == expected)
  }

  @Test func `messages name the member and what is allowed`() {
    let error = KeyFileJSONError.wrongValue(
      member: "crypto.kdf", found: "\u{7}bell", expected: "scrypt or pbkdf2")
    #expect("\(error)" == "crypto.kdf must be scrypt or pbkdf2, and it is '\\u{07}bell'")
  }
}
