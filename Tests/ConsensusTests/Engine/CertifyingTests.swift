import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

/// R3 and R4.
@Suite struct CertifyingTests {
  @Test func `A quorum for one block makes a certificate, journalled before it is sent`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    let candidate = rehearsal.candidate(header)
    #expect(
      try rehearsal.hear(.notarize(candidate), in: 1, by: [1, 2]).broadcastCertificates.isEmpty)
    let effects = try rehearsal.hear(.notarize(candidate), in: 1, by: 3)
    #expect(effects.broadcastCertificates.map(\.content) == [.notarize(candidate)])
    let persist = effects.firstIndex { if case .persist = $0 { true } else { false } }
    let send = effects.firstIndex {
      if case .broadcast(.certificate) = $0 { true } else { false }
    }
    #expect(try #require(persist) < #require(send))
  }

  @Test func `A certificate is sent once, though the block is not at hand`() throws {
    var rehearsal = try Rehearsal()
    let candidate = rehearsal.candidate(rehearsal.header(1))
    let first = try rehearsal.learn(.notarize(candidate), in: 1)
    #expect(first.broadcastCertificates.count == 1)
    #expect(first.requests == [.block(candidate.block)])
    let second = try rehearsal.learn(.notarize(candidate), in: 1, by: [0, 1, 2])
    #expect(second.broadcastCertificates.isEmpty && second.persisted.isEmpty)
  }

  @Test func `A certified block is voted final, with or without an own notarization`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    #expect(
      try rehearsal.certify(header).signedContents == [.finalize(rehearsal.candidate(header))])
  }

  @Test func `Whoever has nullified a view votes nothing in it final, and goes on`() throws {
    var rehearsal = try Rehearsal()
    #expect(rehearsal.wait(5_000).signedContents == [.nullify])
    let effects = try rehearsal.certify(rehearsal.header(1))
    #expect(!effects.signedContents.contains { $0 != .nullify })
    #expect(rehearsal.engine.current == View(2))
  }

  @Test func `A leader heard to propose two blocks gets no vote for either to be final`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let first = rehearsal.header(view)
    let second = rehearsal.header(view, variant: 1)
    _ = try rehearsal.hearProposal(of: first)
    _ = try rehearsal.hearProposal(of: second)
    let effects = try rehearsal.learn(.notarize(rehearsal.candidate(first)), in: view)
    #expect(effects.signed.isEmpty)
    #expect(rehearsal.engine.current == View(view + 1))
  }

  @Test func `A block whose state is not computed yet is pending`() throws {
    var rehearsal = try Rehearsal()
    var blocks: [Header] = []
    for view in 1...9 as ClosedRange<UInt64> {
      blocks.append(rehearsal.header(view, on: blocks.last))
      if view < 9 { _ = try rehearsal.certify(blocks[Int(view) - 1]) }
    }
    // The ninth block, of height 109, names the state after height 104.
    var header = blocks[8]
    header.executedHeight = Height(104)
    header.executedStateRoot = Rehearsal.root(Height(104))
    #expect(try rehearsal.certify(header).signed.isEmpty)
    #expect(rehearsal.engine.current == View(9))
    let effects = rehearsal.feed(.executed(Height(104), root: Rehearsal.root(Height(104))))
    #expect(effects.signedContents == [.finalize(rehearsal.candidate(header))])
    #expect(rehearsal.engine.current == View(10))
  }

  @Test func `A block that names another state is bad, and its view is given up`() throws {
    var rehearsal = try Rehearsal()
    var header = rehearsal.header(1)
    header.executedStateRoot = .zero
    #expect(try rehearsal.certify(header).signedContents == [.nullify])
    #expect(rehearsal.engine.current == View(1))
    _ = try rehearsal.skip(to: 2)
    let child = rehearsal.header(2, on: header)
    let effects = try rehearsal.hearProposal(of: child)
    #expect(!effects.signedContents.contains(.notarize(rehearsal.candidate(child))))
  }

  @Test func `A view's block is still certified after a quorum has nullified the view`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 3)
    _ = try rehearsal.skip(to: view)
    let parent = rehearsal.header(view - 1)
    _ = try rehearsal.certify(parent)
    let child = rehearsal.header(view, on: parent)
    #expect(
      try rehearsal.hearProposal(of: child).signedContents
        == [.notarize(rehearsal.candidate(child))])
  }

  @Test func `A certificate over another block than was proposed wins`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let proposed = rehearsal.header(view)
    let notarized = rehearsal.header(view, variant: 1)
    _ = try rehearsal.hearProposal(of: proposed)
    let effects = try rehearsal.certify(notarized)
    #expect(rehearsal.engine.current == View(view + 1))
    #expect(effects.signed.isEmpty)
  }

  @Test func `Votes for different blocks do not add up`() throws {
    var rehearsal = try Rehearsal(role: .observer)
    let candidates = (0..<2).map { rehearsal.candidate(rehearsal.header(1, variant: $0)) }
    var effects = try rehearsal.hear(.notarize(candidates[0]), in: 1, by: [0, 1])
    effects += try rehearsal.hear(.notarize(candidates[1]), in: 1, by: [2, 3])
    #expect(effects.broadcastCertificates.isEmpty)
  }

  @Test func `A repeated vote does not count again`() throws {
    var rehearsal = try Rehearsal(role: .observer)
    var effects: [Effect] = []
    for _ in 0..<4 { effects += try rehearsal.hear(.nullify, in: 1, by: [1, 2]) }
    #expect(effects.broadcastCertificates.isEmpty && effects.evidence.isEmpty)
  }
}
