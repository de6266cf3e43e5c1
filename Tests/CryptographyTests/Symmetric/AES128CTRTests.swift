import Codec
import Cryptography
import Testing

@Suite struct AES128CTRTests {
  struct Vector {
    let key: String
    let counter: String
    let plaintext: String
    let ciphertext: String
  }

  // The key stream of zeros is the cipher itself, so single blocks are vectors as well:
  // FIPS 197, appendix B and C.1; SP 800-38A, F.5.1; RFC 3686, section 6, examples 1 to 3.
  static let vectors = [
    Vector(
      key: "2b7e151628aed2a6abf7158809cf4f3c",
      counter: "3243f6a8885a308d313198a2e0370734",
      plaintext: "00000000000000000000000000000000",
      ciphertext: "3925841d02dc09fbdc118597196a0b32"),
    Vector(
      key: "000102030405060708090a0b0c0d0e0f",
      counter: "00112233445566778899aabbccddeeff",
      plaintext: "00000000000000000000000000000000",
      ciphertext: "69c4e0d86a7b0430d8cdb78070b4c55a"),
    Vector(
      key: "2b7e151628aed2a6abf7158809cf4f3c",
      counter: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
      plaintext: """
        6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51
        30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710
        """,
      ciphertext: """
        874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff
        5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee
        """),
    Vector(
      key: "ae6852f8121067cc4bf7a5765577f39e",
      counter: "00000030000000000000000000000001",
      plaintext: "53696e676c6520626c6f636b206d7367",
      ciphertext: "e4095d4fb7a7b3792d6175a3261311b8"),
    Vector(
      key: "7e24067817fae0d743d6ce1f32539163",
      counter: "006cb6dbc0543b59da48d90b00000001",
      plaintext: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
      ciphertext: "5104a106168a72d9790d41ee8edad388eb2e1efc46da57c8fce630df9141be28"),
    Vector(
      key: "7691be035e5020a8ac6e618529f9a0dc",
      counter: "00e0017b27777f3f4a1786f000000001",
      plaintext: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223",
      ciphertext: "c1cf48a89f2ffdd9cf4652e9efdb72d74540a42bde6d7836d59a5ceaaef3105325b2072f"),
  ]

  private func applied(
    to message: [UInt8], key: FixedBytes<16>, counter: FixedBytes<16>
  ) -> [UInt8] {
    var message = message
    var span = message.mutableSpan
    AES128CTR.apply(to: &span, key: key, counter: counter)
    return message
  }

  @Test(arguments: vectors)
  func `the published examples come out and come back`(vector: Vector) throws {
    let key: FixedBytes<16> = try Hex.decode(vector.key)
    let counter: FixedBytes<16> = try Hex.decode(vector.counter)
    let plaintext = try [UInt8](hexLines: vector.plaintext)
    let ciphertext = try [UInt8](hexLines: vector.ciphertext)
    #expect(applied(to: plaintext, key: key, counter: counter) == ciphertext)
    #expect(applied(to: ciphertext, key: key, counter: counter) == plaintext)
  }

  @Test func `every length agrees with another implementation`() throws {
    // The hash of the ciphertexts of 0 to 99 bytes, from Python's cryptography; key and counter are
    // the two halves of the hash of the length.
    let pattern = [UInt8].pattern(count: 100)
    var all = SHA256()
    for count in 0..<100 {
      let halves = SHA256.hash([UInt8(count)].span).storage
      let ciphertext = applied(
        to: Array(pattern[..<count]),
        key: FixedBytes(copying: halves.span.extracting(first: 16)),
        counter: FixedBytes(copying: halves.span.extracting(last: 16)))
      all.update(ciphertext.span)
    }
    let expected = "e561d9db579c15cdd50a7807cd0526ab308dd344b5da306768c9e590c5e2883a"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test func `the counter carries through all of its bytes`() {
    let key = FixedBytes<16>(repeating: 5)
    let zeros = [UInt8](repeating: 0, count: 32)
    let across = applied(to: zeros, key: key, counter: FixedBytes(repeating: 0xFF))
    let after = applied(to: zeros, key: key, counter: .zero)
    #expect(across[16...] == after[..<16])
  }
}
