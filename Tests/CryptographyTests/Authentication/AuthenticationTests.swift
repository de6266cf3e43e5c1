import Codec
import Cryptography
import TestSupport
import Testing

/// A line of a log book, which a crew signs.
private struct Entry: Claimed, SelfSigned {
  enum Refusal: Error, Equatable {
    case blank
  }

  let text: String
  var signatures: [Signature]

  var signedDigest: Digest { Keccak256.hash(text) }

  func claims(under crew: [PublicKey]) throws(Refusal) -> [SignatureClaim] {
    guard !text.isEmpty else { throw .blank }
    return zip(crew, signatures).map { key, signature in
      SignatureClaim(key: key, digest: signedDigest, signature: signature)
    }
  }

  /// The captain's, who signs first.
  var signature: Signature { signatures[0] }

  static func signer(with key: PublicKey) -> FixedBytes<33> { key.compressed }
}

@Suite struct AuthenticationTests {
  private let crew: [PublicKey]
  private let entry: Entry

  init() {
    var random = SplitMix64(seed: 1)
    var crew: [PublicKey] = []
    var signatures: [Signature] = []
    for _ in 0..<3 {
      let key = random.privateKey()
      crew.append(key.publicKey)
      signatures.append(key.sign(Keccak256.hash("fair wind")))
    }
    self.crew = crew
    entry = Entry(text: "fair wind", signatures: signatures)
  }

  @Test func `a message that everybody signed is verified`() throws {
    let verified = try Unverified(entry).verified(under: crew)
    #expect(verified.message.text == "fair wind")
  }

  @Test(arguments: 0..<3) func `the first wrong signature is named`(index: Int) {
    var forged = entry
    forged.signatures[index] = entry.signatures[(index + 1) % 3]
    #expect(throws: VerificationError<Entry.Refusal>.wrongSignature(index: index)) {
      try Unverified(forged).verified(under: crew)
    }
  }

  @Test func `signatures over another text are wrong`() {
    let forged = Entry(text: "foul wind", signatures: entry.signatures)
    #expect(throws: VerificationError<Entry.Refusal>.wrongSignature(index: 0)) {
      try Unverified(forged).verified(under: crew)
    }
  }

  @Test func `a message may refuse before any signature is looked at`() {
    let blank = Entry(text: "", signatures: entry.signatures)
    #expect(throws: VerificationError<Entry.Refusal>.refused(.blank)) {
      try Unverified(blank).verified(under: crew)
    }
  }

  @Test func `a message without claims stops the process`() async {
    await #expect(processExitsWith: .failure) {
      _ = try? Unverified(Entry(text: "fair wind", signatures: [])).verified(under: [])
    }
  }

  @Test func `the signer is found from the signature`() throws {
    let recovered = try Unverified(entry).recovered()
    #expect(recovered.signer == crew[0].compressed)
    #expect(recovered.message.text == "fair wind")
  }

  @Test func `another text leads to another signer`() throws {
    let forged = Entry(text: "foul wind", signatures: entry.signatures)
    #expect(try Unverified(forged).recovered().signer != crew[0].compressed)
  }

  @Test func `a signature that no key could have made has no signer`() throws {
    // No point of the curve has 5 for its x.
    let five = UInt256(5 as UInt8).bigEndianBytes
    let forged = Entry(
      text: "fair wind", signatures: [try Signature(r: five, s: five, isOdd: false)])
    #expect(throws: SignatureError.unrecoverable) { try Unverified(forged).recovered() }
  }
}
