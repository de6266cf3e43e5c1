import Codec
import Cryptography
import Testing

@Suite struct HKDFTests {
  @Test func `the basic example of the RFC comes out`() throws {
    // RFC 5869, A.1.
    let secret = [UInt8](repeating: 0x0B, count: 22)
    let salt = [UInt8](0x00...0x0C)
    let info = [UInt8](0xF0...0xF9)
    let key = HKDF.extract(salt: salt.span, secret: secret.span)
    #expect(
      try key == Hex.decode("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"))
    let expected = try Hex.decode(
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
      as: FixedBytes<42>.self)
    #expect(HKDF.expand(key, info: info.span) == expected)
    #expect(HKDF.derive(from: secret.span, salt: salt.span, info: info.span) == expected)
  }

  @Test func `the example with long inputs comes out`() throws {
    // RFC 5869, A.2.
    let secret = [UInt8](0x00...0x4F)
    let salt = [UInt8](0x60...0xAF)
    let info = [UInt8](0xB0...0xFF)
    let key = HKDF.extract(salt: salt.span, secret: secret.span)
    #expect(
      try key == Hex.decode("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244"))
    let expected = try [UInt8](
      hexLines: """
        b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb
        41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87
        """)
    let derived = HKDF.expand(key, info: info.span, as: FixedBytes<82>.self)
    #expect(derived.array == expected)
  }

  @Test func `the example without salt and info comes out`() throws {
    // RFC 5869, A.3.
    let secret = [UInt8](repeating: 0x0B, count: 22)
    let none: [UInt8] = []
    let key = HKDF.extract(salt: none.span, secret: secret.span)
    #expect(
      try key == Hex.decode("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"))
    let expected = try Hex.decode(
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
      as: FixedBytes<42>.self)
    #expect(HKDF.expand(key, info: none.span) == expected)
  }

  @Test func `a shorter result is the beginning of a longer one`() {
    let key = FixedBytes<32>(repeating: 9)
    let info = Array("channel".utf8)
    let long = HKDF.expand(key, info: info.span, as: FixedBytes<100>.self).array
    #expect(HKDF.expand(key, info: info.span, as: FixedBytes<1>.self).array == Array(long[..<1]))
    #expect(HKDF.expand(key, info: info.span, as: FixedBytes<32>.self).array == Array(long[..<32]))
    #expect(HKDF.expand(key, info: info.span, as: FixedBytes<33>.self).array == Array(long[..<33]))
  }

  @Test func `each info gives keys of its own`() {
    let key = FixedBytes<32>(repeating: 9)
    let forth = HKDF.expand(key, info: Array("forth".utf8).span, as: FixedBytes<32>.self)
    let back = HKDF.expand(key, info: Array("back".utf8).span, as: FixedBytes<32>.self)
    #expect(forth != back)
  }
}
