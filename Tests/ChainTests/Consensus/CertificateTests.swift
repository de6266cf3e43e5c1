import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct CertificateTests {
  private let statement = Statement(epoch: Epoch(2), view: View(9), content: .nullify)

  private func refusal(
    _ certificate: Certificate, _ sample: SampleNetwork
  ) -> VerificationError<CertificateError>? {
    let authority = Certificate.Authority(
      epoch: Epoch(2), set: sample.set, network: sample.network)
    do throws(VerificationError<CertificateError>) {
      _ = try Unverified(certificate).verified(under: authority)
      return nil
    } catch {
      return error
    }
  }

  /// Every subset of a small set: a certificate holds exactly when its power is a quorum.
  @Test(arguments: [[1], [1, 1, 1], [1, 1, 1, 1], [5, 3, 2, 1, 1], [7, 1, 1]] as [[UInt64]])
  func `any quorum will do and nothing less`(powers: [UInt64]) throws {
    let sample = try SampleNetwork(powers: powers)
    let total = powers.reduce(0, +)
    for subset in 0..<(1 << powers.count) {
      let members = (0..<powers.count).filter { subset >> $0 & 1 == 1 }
      let power = members.reduce(0) { $0 + sample.set.members[$1].power.units }
      let certificate = try sample.certificate(statement, by: members)
      let refused = refusal(certificate, sample)
      if 3 * power > 2 * total {
        #expect(refused == nil)
      } else {
        #expect(
          refused
            == .refused(
              .noQuorum(power: Power(power), quorum: Power(2 * total / 3 + 1))))
      }
      var reader = ByteReader()
      let bytes = certificate.canonicalBytes
      let decoded = try Certificate(from: &reader, in: bytes.span)
      #expect(decoded.canonicalBytes == bytes)
      #expect(decoded.votes.map(\.member) == members)
    }
  }

  @Test func `a signature of another key, statement or network spoils it`() throws {
    let sample = try SampleNetwork(powers: [1, 1, 1, 1])
    var signatures = SortedMap<Int, Signature>()
    for member in 0..<3 { signatures[member] = try sample.vote(statement, by: member).signature }
    signatures[1] = signatures[0]
    let wrongKey = Certificate(statement: statement, setCount: 4, signatures: signatures)
    #expect(refusal(wrongKey, sample) == .wrongSignature(index: 1))
    let other = Statement(epoch: Epoch(2), view: View(10), content: .nullify)
    signatures[1] = try sample.vote(other, by: 1).signature
    let wrongStatement = Certificate(statement: statement, setCount: 4, signatures: signatures)
    #expect(refusal(wrongStatement, sample) == .wrongSignature(index: 1))
    let elsewhere = try SampleNetwork(powers: [1, 1, 1, 1], seed: 2)
    let certificate = try sample.certificate(statement, by: [0, 1, 2])
    #expect(refusal(certificate, elsewhere) == .wrongSignature(index: 0))
  }

  @Test func `a certificate of another epoch is not held against this epoch's set`() throws {
    let sample = try SampleNetwork(powers: [1])
    let later = Statement(epoch: Epoch(3), view: View(9), content: .nullify)
    let certificate = try sample.certificate(later, by: [0])
    #expect(
      refusal(certificate, sample) == .refused(.wrongEpoch(found: Epoch(3), expected: Epoch(2))))
  }

  @Test func `the form is statement, bitmap and signatures`() throws {
    let sample = try SampleNetwork(powers: [1, 1, 1, 1, 1, 1, 1, 1, 1])
    let certificate = try sample.certificate(statement, by: [0, 3, 8])
    let signatures = try [0, 3, 8].map { try sample.vote(statement, by: $0).signature.bytes.array }
    let head: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 2, 9, 0, 0, 0, 0, 0, 0, 0]
    let bitmap: [UInt8] = [2, 0, 0, 0, 0b0000_1001, 0b0000_0001]
    #expect(certificate.canonicalBytes == head + bitmap + signatures.flatMap { $0 })
  }

  @Test func `the bitmap fits the set and spare bits are zero`() throws {
    let sample = try SampleNetwork(powers: [1, 1, 1, 1])
    var signatures = SortedMap<Int, Signature>()
    for member in 0..<4 { signatures[member] = try sample.vote(statement, by: member).signature }
    let long = Certificate(statement: statement, setCount: 9, signatures: signatures)
    #expect(refusal(long, sample) == .refused(.wrongBitmap(bytes: 2, members: 4)))
    signatures[5] = signatures[0]
    let spare = Certificate(statement: statement, setCount: 8, signatures: signatures)
    #expect(refusal(spare, sample) == .refused(.notAMember(index: 5)))
  }
}
