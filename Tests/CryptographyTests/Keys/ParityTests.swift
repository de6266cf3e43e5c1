import Codec
import Cryptography
import Testing

@Suite struct ParityTests {
  /// The key is -2z/r for the digest z, so that the wrong bit leads to the point at infinity.
  @Test func `a wrong bit that leads to no key at all is mended`() throws {
    let digest = Digest(FixedBytes(repeating: 0x5A))
    let secret: FixedBytes<32> = try Hex.decode(
      "3690fa9c2fb1dd00c90b1af4d25b731276aec03c254e02e694366e8188f80fed")
    let right: FixedBytes<64> = try Hex.decode(
      "5cbdf0646e5db4eaa398f365f2ea7a0e3d419b7e0330e39ce92bddedcac4f9bc"
        + "60ce8560ce8560ce8560ce8560ce856043197655f51237c38e71d27895780f0f")
    let key = try PrivateKey(secret).publicKey
    let signature = try Signature(right)
    #expect(try PublicKey(recoveredFrom: signature, for: digest) == key)
    var wrong = right
    wrong[32] ^= 0x80
    let flipped = try Signature(wrong)
    #expect(key.isValid(flipped, for: digest))
    #expect(throws: SignatureError.unrecoverable) {
      try PublicKey(recoveredFrom: flipped, for: digest)
    }
    #expect(try key.settingParity(of: flipped, for: digest) == signature)
  }
}
