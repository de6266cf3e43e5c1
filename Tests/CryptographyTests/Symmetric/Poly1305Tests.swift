import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct Poly1305Tests {
  struct Vector {
    let key: String
    let message: [UInt8]
    let tag: String

    init(key: String, message: [UInt8], tag: String) {
      self.key = key
      self.message = message
      self.tag = tag
    }

    init(key: String, hex: String, tag: String) throws {
      self.init(key: key, message: try [UInt8](hexLines: hex), tag: tag)
    }
  }

  private func tag(_ message: [UInt8], key: [UInt8]) -> FixedBytes<16> {
    var authenticator = Poly1305(key: key.span)
    authenticator.update(message.span)
    return authenticator.finalize()
  }

  // RFC 8439, section 2.5.2, and A.3, examples 1 to 4.
  static let texts = [
    Vector(
      key: "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
      message: Array("Cryptographic Forum Research Group".utf8),
      tag: "a8061dc1305136c6c22b8baf0c0127a9"),
    Vector(
      key: "0000000000000000000000000000000000000000000000000000000000000000",
      message: [UInt8](repeating: 0, count: 64),
      tag: "00000000000000000000000000000000"),
    Vector(
      key: "0000000000000000000000000000000036e5f6b5c5e06070f0efca96227a863e",
      message: RFC8439Text.submission,
      tag: "36e5f6b5c5e06070f0efca96227a863e"),
    Vector(
      key: "36e5f6b5c5e06070f0efca96227a863e00000000000000000000000000000000",
      message: RFC8439Text.submission,
      tag: "f3477e7cd95417af89a6b8794c310cf0"),
    Vector(
      key: "1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0",
      message: RFC8439Text.jabberwocky,
      tag: "4541669a7eaaee61e708dc7cbcc5eb62"),
  ]

  @Test(arguments: texts)
  func `the texts of the RFC get their tags`(vector: Vector) throws {
    #expect(try tag(vector.message, key: Hex.decode(vector.key)) == Hex.decode(vector.tag))
  }

  @Test func `numbers at the edges of the modulus are reduced`() throws {
    // RFC 8439, A.3, examples 5 to 11.
    let two = "0200000000000000000000000000000000000000000000000000000000000000"
    let one = "0100000000000000000000000000000000000000000000000000000000000000"
    let wide = "0100000000000000040000000000000000000000000000000000000000000000"
    let vectors = [
      try Vector(
        key: two, hex: "ffffffffffffffffffffffffffffffff",
        tag: "03000000000000000000000000000000"),
      try Vector(
        key: "02000000000000000000000000000000ffffffffffffffffffffffffffffffff",
        hex: "02000000000000000000000000000000",
        tag: "03000000000000000000000000000000"),
      try Vector(
        key: one,
        hex: """
          fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff
          11000000000000000000000000000000
          """,
        tag: "05000000000000000000000000000000"),
      try Vector(
        key: one,
        hex: """
          fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe
          01010101010101010101010101010101
          """,
        tag: "00000000000000000000000000000000"),
      try Vector(
        key: two, hex: "fdffffffffffffffffffffffffffffff",
        tag: "faffffffffffffffffffffffffffffff"),
      try Vector(
        key: wide,
        hex: """
          e33594d7505e43b900000000000000003394d7505e4379cd0100000000000000
          0000000000000000000000000000000001000000000000000000000000000000
          """,
        tag: "14000000000000005500000000000000"),
      try Vector(
        key: wide,
        hex: """
          e33594d7505e43b900000000000000003394d7505e4379cd0100000000000000
          00000000000000000000000000000000
          """,
        tag: "13000000000000000000000000000000"),
    ]
    for vector in vectors {
      #expect(try tag(vector.message, key: Hex.decode(vector.key)) == Hex.decode(vector.tag))
    }
  }

  @Test(arguments: Seeds.many)
  func `the tag follows the definition`(seed: UInt64) {
    // The same sum by schoolbook arithmetic on bytes, with a full reduction after every step. Bytes
    // drawn from the extremes make carries run as far as they can.
    var random = SplitMix64(seed: seed)
    let key = extremeBytes(count: 32, from: &random)
    let message = extremeBytes(count: random.number(in: 0...100), from: &random)
    #expect(tag(message, key: key) == ModelPoly1305.tag(of: message, key: key))
  }

  private func extremeBytes(count: Int, from random: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in
      random.happens(oneIn: 3) ? UInt8(truncatingIfNeeded: random.next()) : 0xFF
    }
  }

  @Test func `zero padding is the same as zeros`() {
    let key = [UInt8].pattern(count: 32)
    for count in 0..<70 {
      let message = [UInt8].pattern(count: count)
      let zeros = [UInt8](repeating: 0, count: (16 - count % 16) % 16)
      var padding = Poly1305(key: key.span)
      padding.updateZeroPadded(message.span)
      let padded = padding.finalize()
      #expect(padded == tag(message + zeros, key: key), "\(count) bytes")
    }
  }
}
