import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct ChaCha20Poly1305Tests {
  private func sealed(
    _ plaintext: [UInt8], header: [UInt8], nonce: FixedBytes<12>, with aead: ChaCha20Poly1305
  ) -> (ciphertext: [UInt8], tag: FixedBytes<16>) {
    var bytes = plaintext
    var span = bytes.mutableSpan
    let tag = aead.seal(&span, header: header.span, nonce: nonce)
    return (bytes, tag)
  }

  /// The plaintext, or nothing when the bytes are refused, which must leave them as they were.
  private func opened(
    _ ciphertext: [UInt8], tag: FixedBytes<16>, header: [UInt8], nonce: FixedBytes<12>,
    with aead: ChaCha20Poly1305
  ) -> [UInt8]? {
    var bytes = ciphertext
    var span = bytes.mutableSpan
    do throws(AuthenticationError) {
      try aead.open(&span, tag: tag, header: header.span, nonce: nonce)
      return bytes
    } catch {
      #expect(bytes == ciphertext, "a refused message is left as it was")
      return nil
    }
  }

  @Test func `the example of the RFC comes out`() throws {
    // RFC 8439, section 2.8.2.
    let aead = try ChaCha20Poly1305(
      key: Hex.decode("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"))
    let nonce: FixedBytes<12> = try Hex.decode("070000004041424344454647")
    let header = try Hex.decode("50515253c0c1c2c3c4c5c6c7")
    let (ciphertext, tag) = sealed(
      RFC8439Text.sunscreen, header: header, nonce: nonce, with: aead)
    let expected = try [UInt8](
      hexLines: """
        d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
        3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
        92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
        3ff4def08e4b7a9de576d26586cec64b6116
        """)
    #expect(ciphertext == expected)
    #expect(try tag == Hex.decode("1ae10b594f09e26a7e902ecbd0600691"))
  }

  @Test func `the decryption example of the RFC comes out`() throws {
    // RFC 8439, A.5.
    let aead = try ChaCha20Poly1305(
      key: Hex.decode("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"))
    let ciphertext = try [UInt8](
      hexLines: """
        64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb24c6cfc18755d43eea09ee94e
        382d26b0bdb7b73c321b0100d4f03b7f355894cf332f830e710b97ce98c8a84abd0b948114ad176e008d33bd
        60f982b1ff37c8559797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4b9166c76
        7b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523eaf4534d7f83fa1155b0047718cbc546a
        0d072b04b3564eea1b422273f548271a0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a67276
        27097a1049e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29a6ad5cb4022b0270
        9b
        """)
    let plaintext = opened(
      ciphertext, tag: try Hex.decode("eead9d67890cbb22392336fea1851f38"),
      header: try Hex.decode("f33388860000000000004e91"),
      nonce: try Hex.decode("000000000102030405060708"), with: aead)
    #expect(plaintext == RFC8439Text.drafts)
  }

  @Test func `every length agrees with another implementation`() throws {
    // The hash of all ciphertexts and tags, from Python's cryptography: 0 to 599 bytes, a header of
    // that modulo 50, and the length as a little-endian nonce.
    let pattern = [UInt8].pattern(count: 600)
    let aead = ChaCha20Poly1305(key: FixedBytes(copying: [UInt8](0..<32).span))
    var all = SHA256()
    for count in 0..<600 {
      var nonce = FixedBytes<12>.zero
      nonce[0] = UInt8(count & 255)
      nonce[1] = UInt8(count >> 8)
      let (ciphertext, tag) = sealed(
        Array(pattern[..<count]), header: Array(pattern[..<(count % 50)]), nonce: nonce,
        with: aead)
      all.update(ciphertext.span)
      all.update(tag.storage.span)
    }
    let expected = "b6c591e885417ddcada15ffc925ae0153e8558f6b881c30babd8841a2f9b10ba"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test(arguments: Seeds.many)
  func `what was sealed is opened again`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let aead = ChaCha20Poly1305(key: random.fixedBytes())
    for limit in [0, 16, 64, 700] {
      let plaintext = random.bytes(count: 0...limit)
      let header = random.bytes(count: 0...limit)
      let nonce: FixedBytes<12> = random.fixedBytes()
      let (ciphertext, tag) = sealed(plaintext, header: header, nonce: nonce, with: aead)
      let back = opened(ciphertext, tag: tag, header: header, nonce: nonce, with: aead)
      #expect(back == plaintext)
    }
  }

  @Test(arguments: [0, 1, 16, 40, 130])
  func `every flipped bit is noticed`(count: Int) {
    let aead = ChaCha20Poly1305(key: FixedBytes(repeating: 1))
    let header = [UInt8].pattern(count: 20)
    let nonce = FixedBytes<12>(repeating: 2)
    let (ciphertext, tag) = sealed(
      .pattern(count: count), header: header, nonce: nonce, with: aead)
    for bit in 0..<(8 * count) {
      let changed = flipping(bit, of: ciphertext)
      #expect(opened(changed, tag: tag, header: header, nonce: nonce, with: aead) == nil)
    }
    for bit in 0..<(8 * header.count) {
      let changed = flipping(bit, of: header)
      #expect(opened(ciphertext, tag: tag, header: changed, nonce: nonce, with: aead) == nil)
    }
    for bit in 0..<128 {
      let changed = FixedBytes<16>(copying: flipping(bit, of: tag.array).span)
      #expect(opened(ciphertext, tag: changed, header: header, nonce: nonce, with: aead) == nil)
    }
    for bit in 0..<96 {
      let changed = FixedBytes<12>(copying: flipping(bit, of: nonce.array).span)
      #expect(opened(ciphertext, tag: tag, header: header, nonce: changed, with: aead) == nil)
    }
    for bit in 0..<256 {
      let key = flipping(bit, of: [UInt8](repeating: 1, count: 32))
      let other = ChaCha20Poly1305(key: FixedBytes(copying: key.span))
      #expect(opened(ciphertext, tag: tag, header: header, nonce: nonce, with: other) == nil)
    }
  }

  @Test func `missing, added and moved bytes are noticed`() {
    let aead = ChaCha20Poly1305(key: FixedBytes(repeating: 1))
    let header = [UInt8].pattern(count: 20)
    let nonce = FixedBytes<12>(repeating: 2)
    let (ciphertext, tag) = sealed(.pattern(count: 40), header: header, nonce: nonce, with: aead)
    for count in 0..<40 {
      let cut = Array(ciphertext[..<count])
      #expect(opened(cut, tag: tag, header: header, nonce: nonce, with: aead) == nil)
    }
    #expect(opened(ciphertext + [0], tag: tag, header: header, nonce: nonce, with: aead) == nil)
    let moved = header + ciphertext[..<12]
    let rest = Array(ciphertext[12...])
    #expect(opened(rest, tag: tag, header: moved, nonce: nonce, with: aead) == nil)
  }

  @Test func `the key is not in the description`() {
    let aead = ChaCha20Poly1305(key: FixedBytes(repeating: 0xAB))
    #expect("\([aead])" == "[ChaCha20Poly1305]")
  }

  private func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << (bit % 8)
    return bytes
  }
}
