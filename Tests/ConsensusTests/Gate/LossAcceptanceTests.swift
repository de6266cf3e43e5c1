import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct LossAcceptanceTests {
  private let peers = (1...3 as ClosedRange<UInt8>).map { Address(FixedBytes(repeating: $0)) }

  private func begun() -> LossAcceptance {
    LossAcceptance(of: Epoch(4), LossAcceptance.Patience(), at: 1_000)
  }

  @Test func `Whoever has nobody to ask gives others the time to connect`() {
    let acceptance = begun()
    #expect(acceptance.outcome(at: 10_999) == nil)
    let outcome = acceptance.outcome(at: 11_000)
    #expect(outcome?.epoch == Epoch(4))
    #expect(outcome?.answered == [])
    #expect(outcome?.silent == [])
    #expect(outcome?.newest == nil)
  }

  @Test func `Who is there is waited for, until it has answered or gone`() {
    var acceptance = begun()
    for peer in peers { acceptance.connect(peer, at: 9_000) }
    acceptance.add([], from: peers[1])
    acceptance.disconnect(peers[2])
    #expect(acceptance.outcome(at: 11_000) == nil)
    acceptance.add([], from: peers[0])
    #expect(acceptance.outcome(at: 11_000)?.answered == [peers[0], peers[1]])
    // One that has answered and comes again has nothing more to say.
    acceptance.connect(peers[1], at: 11_000)
    #expect(acceptance.outcome(at: 11_000)?.silent == [])
  }

  @Test func `Silence holds nobody up for ever`() {
    var acceptance = begun()
    acceptance.connect(peers[0], at: 10_000)
    // To connect once more while connected gains nothing.
    acceptance.connect(peers[0], at: 14_000)
    #expect(acceptance.outcome(at: 14_999) == nil)
    #expect(acceptance.outcome(at: 15_000)?.silent == [peers[0]])
    // Nor do new ones, again and again.
    acceptance.connect(peers[1], at: 60_900)
    #expect(acceptance.outcome(at: 60_999) == nil)
    #expect(acceptance.outcome(at: 61_000)?.silent == [peers[0], peers[1]])
  }

  @Test func `It says which block of the epoch peers have shown last`() throws {
    let sample = try SampleNetwork(powers: [1])
    func finding(epoch: UInt64, view: UInt64, height: UInt64) throws -> LossInquiry.Finding {
      var random = SplitMix64(seed: view)
      var header = Header.arbitrary(from: &random)
      header.height = Height(height)
      let statement = Statement(
        epoch: Epoch(epoch), view: View(view),
        content: .notarize(Statement.Candidate(parentView: View(0), block: header.hash)))
      let authority = Certificate.Authority(
        epoch: Epoch(epoch), set: sample.set, network: sample.network)
      let certificate = try sample.certificate(statement, by: [0])
      return LossInquiry.Finding(
        certificate: try Unverified(certificate).verified(under: authority), header: header)
    }
    var acceptance = begun()
    let findings = try [
      finding(epoch: 4, view: 8, height: 6), finding(epoch: 4, view: 9, height: 7),
      finding(epoch: 5, view: 30, height: 40),
    ]
    acceptance.add(findings, from: peers[0])
    acceptance.add([findings[0]], from: peers[1])
    #expect(acceptance.outcome(at: 11_000)?.newest?.height == Height(7))
  }
}
