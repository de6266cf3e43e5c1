import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct SignatureTests {
  private static let one = UInt256(1 as UInt8)

  private func signature(
    r: UInt256, s: UInt256, isOdd: Bool = false
  ) throws(SignatureError) -> Signature {
    try Signature(r: r.bigEndianBytes, s: s.bigEndianBytes, isOdd: isOdd)
  }

  private func above(_ number: UInt256) -> UInt256 {
    UInt256(high: number.high, low: number.low + 1)
  }

  @Test func `r is a number from 1 to the order less one`() throws {
    let last = UInt256(bigEndian: Curve.orderLessOne.storage.span)
    for r in [Self.one, last] {
      #expect(try signature(r: r, s: Self.one).r == r.bigEndianBytes)
    }
    for r in [.zero, Curve.order, above(Curve.order), .max] {
      #expect(throws: SignatureError.rOutOfRange) { try signature(r: r, s: Self.one) }
    }
  }

  @Test func `s is a number from 1 to half the order`() throws {
    for s in [Self.one, Curve.halfOrder] {
      #expect(try signature(r: Self.one, s: s).s == s.bigEndianBytes)
    }
    let last = UInt256(bigEndian: Curve.orderLessOne.storage.span)
    for s in [above(Curve.halfOrder), last] {
      #expect(throws: SignatureError.highS) { try signature(r: Self.one, s: s) }
    }
    for s in [.zero, Curve.order, above(Curve.order), .max] {
      #expect(throws: SignatureError.sOutOfRange) { try signature(r: Self.one, s: s) }
    }
  }

  @Test func `the parity is the highest bit of the second half`() throws {
    for isOdd in [false, true] {
      let made = try signature(r: Self.one, s: Curve.halfOrder, isOdd: isOdd)
      #expect(made.isOdd == isOdd)
      #expect(made.bytes[32] == (isOdd ? 0xFF : 0x7F))
      #expect(made.s == Curve.halfOrder.bigEndianBytes)
      #expect(try Signature(made.bytes) == made)
    }
  }

  @Test func `bytes of which a half is out of range are refused`() {
    #expect(throws: SignatureError.rOutOfRange) { try Signature(.zero) }
    #expect(throws: SignatureError.rOutOfRange) { try Signature(FixedBytes(repeating: 0xFF)) }
    var noS = FixedBytes<64>.zero
    noS[31] = 1
    #expect(throws: SignatureError.sOutOfRange) { try Signature(noS) }
    // The parity bit alone is no s.
    noS[32] = 0x80
    #expect(throws: SignatureError.sOutOfRange) { try Signature(noS) }
    noS[32] = 0x7F
    for index in 33..<64 { noS[index] = 0xFF }
    #expect(throws: SignatureError.highS) { try Signature(noS) }
    let error = #expect(throws: ByteError.self) {
      try Signature(canonicalBytes: noS.storage.span)
    }
    #expect(error?.description == SignatureError.highS.description)
  }

  @Test(arguments: Seeds.few) func `what is near a form is refused or is another signature`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    let violations = Rejection.violations(of: random.signature())
    #expect(violations.isEmpty)
  }

  /// The examples of EIP-2098, each over the hash of a personal message (EIP-191).
  @Test(arguments: [
    (
      "a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2",
      "68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
      "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064", false
    ),
    (
      "ac33ec93c768b669bdb542a85baebaf7342d35fc9ad8fc0bbc1b852c6f8bf021",
      "9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
      "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793", true
    ),
  ]) func `signatures have the published compact form`(
    hash: String, r: String, vs: String, isOdd: Bool
  ) throws {
    let key = try PrivateKey(
      Hex.decode("1234567890123456789012345678901234567890123456789012345678901234"))
    let digest = Digest(try Hex.decode(hash))
    let made = key.sign(digest)
    #expect(made.description == "0x" + r + vs)
    #expect(made.isOdd == isOdd)
    #expect(try PublicKey(recoveredFrom: made, for: digest) == key.publicKey)
  }
}
