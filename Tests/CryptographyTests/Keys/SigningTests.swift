import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct SigningTests {
  /// A key, a hash, and the signature that RFC 6979 leads to.
  struct Known: Sendable {
    let secret: String
    let hash: String
    let r: String
    let s: String
    let isOdd: Bool
  }

  /// Widely published for secp256k1 with SHA-256; the hashes are those of short English texts.
  private static let known: [Known] = [
    // "Satoshi Nakamoto"
    Known(
      secret: "0000000000000000000000000000000000000000000000000000000000000001",
      hash: "a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e",
      r: "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
      s: "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5", isOdd: true),
    // "All those moments will be lost in time, like tears in rain. Time to die..."
    Known(
      secret: "0000000000000000000000000000000000000000000000000000000000000001",
      hash: "7d1833f54854ac51659521afcd0ec6dca2ce2351429614bfa28a756b1b3c637f",
      r: "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b",
      s: "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21", isOdd: false),
    // "Satoshi Nakamoto", by the highest key
    Known(
      secret: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
      hash: "a0dc65ffca799873cbea0ac274015b9526505daaaed385155425f7337704883e",
      r: "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
      s: "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5", isOdd: false),
    // "Alan Turing"
    Known(
      secret: "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181",
      hash: "4ba38d48a60f1b29e9eb726eaff08b2e83d8d81e031666fee50e85900d7dc1ef",
      r: "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c",
      s: "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea", isOdd: false),
  ]

  @Test(arguments: known) func `signatures are those of RFC 6979 with the lower s`(
    known: Known
  ) throws {
    let key = try PrivateKey(Hex.decode(known.secret))
    let signature = key.sign(Digest(try Hex.decode(known.hash)))
    #expect(signature.r.description == "0x" + known.r)
    #expect(signature.s.description == "0x" + known.s)
    #expect(signature.isOdd == known.isOdd)
  }

  @Test(arguments: Seeds.many) func `a signature holds, has a low s, and leads to its signer`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let key = random.privateKey()
    let digest = random.digest()
    let signature = key.sign(digest)
    #expect(signature == key.sign(digest))
    #expect(UInt256(bigEndian: signature.s.storage.span) <= Curve.halfOrder)
    #expect(try Signature(signature.bytes) == signature)
    #expect(key.publicKey.isValid(signature, for: digest))
    #expect(try PublicKey(recoveredFrom: signature, for: digest) == key.publicKey)
    #expect(!random.publicKey().isValid(signature, for: digest))
  }

  @Test(arguments: Seeds.many) func `a wrong parity passes a check, and is mended`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let key = random.privateKey()
    let digest = random.digest()
    let signature = key.sign(digest)
    let other = try Signature(r: signature.r, s: signature.s, isOdd: !signature.isOdd)
    #expect(other != signature)
    #expect(key.publicKey.isValid(other, for: digest))
    #expect(try PublicKey(recoveredFrom: other, for: digest) != key.publicKey)
    for candidate in [signature, other] {
      #expect(try key.publicKey.settingParity(of: candidate, for: digest) == signature)
    }
    let stranger = random.publicKey()
    #expect(throws: SignatureError.wrong) {
      try stranger.settingParity(of: signature, for: digest)
    }
    #expect(throws: SignatureError.wrong) {
      try key.publicKey.settingParity(of: signature, for: random.digest())
    }
  }

  @Test(arguments: Seeds.few) func `any bit that is wrong makes the check fail`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let signer = random.privateKey()
    let key = signer.publicKey
    let digest = random.digest()
    let signature = signer.sign(digest)
    for bit in 0..<256 {
      var bytes = digest.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(!key.isValid(signature, for: Digest(bytes)))
    }
    // Bit 7 of byte 32 is the parity, which the check does not look at.
    for bit in 0..<512 where bit != 32 * 8 + 7 {
      var bytes = signature.bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      if let other = try? Signature(bytes) { #expect(!key.isValid(other, for: digest)) }
    }
    for bit in 0..<264 {
      var bytes = key.compressed
      bytes[bit / 8] ^= 1 << (bit % 8)
      if let other = try? PublicKey(compressed: bytes) {
        #expect(!other.isValid(signature, for: digest))
      }
    }
  }

  @Test func `an r that is no point leads to no key`() throws {
    // No point has 5 for its x.
    let five = UInt256(5 as UInt8).bigEndianBytes
    for isOdd in [false, true] {
      let signature = try Signature(r: five, s: five, isOdd: isOdd)
      #expect(throws: SignatureError.unrecoverable) {
        try PublicKey(recoveredFrom: signature, for: .zero)
      }
    }
  }

  @Test func `digests of only zeros or only ones can be signed`() throws {
    var random = SplitMix64(seed: 1)
    let key = random.privateKey()
    // The second is beyond the order, and is taken modulo it.
    for digest in [Digest.zero, Digest(FixedBytes(repeating: 0xFF))] {
      let signature = key.sign(digest)
      #expect(key.publicKey.isValid(signature, for: digest))
      #expect(try PublicKey(recoveredFrom: signature, for: digest) == key.publicKey)
    }
  }
}
