import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

/// Protocol: Epoch boundary.
@Suite struct ClosingTests {
  /// An engine in a view behind a closing block that is certified and not final.
  private static func closing(
    led member: Int? = nil
  ) throws -> (Rehearsal, closing: Header, view: UInt64) {
    var rehearsal = try Rehearsal(boundary: 0)
    let closing = rehearsal.header(1)
    _ = try rehearsal.certify(closing)
    let view = member.map { rehearsal.view(ledBy: $0, from: 3) } ?? 2
    _ = try rehearsal.skip(to: view)
    return (rehearsal, closing, view)
  }

  @Test func `A leader proposes a certified closing block again, at once`() throws {
    var (rehearsal, closing, view) = try Self.closing()
    view = rehearsal.view(ledBy: 0, from: 3)
    let effects = try rehearsal.skip(to: view)
    let candidate = Statement.Candidate(parentView: View(1), block: closing.hash)
    #expect(effects.builds.isEmpty)
    #expect(effects.signedContents.contains(.notarize(candidate)))
    let proposed = effects.broadcasts.contains {
      if case .proposal(let proposal) = $0 { proposal.header == closing } else { false }
    }
    #expect(proposed)
  }

  @Test func `Whoever has the block certified under that view votes for it again`() throws {
    var (rehearsal, closing, view) = try Self.closing(led: 1)
    let effects = try rehearsal.hearProposal(of: closing, in: view, parentView: View(1))
    let candidate = Statement.Candidate(parentView: View(1), block: closing.hash)
    #expect(effects.signedContents == [.notarize(candidate)])
  }

  @Test func `The parent view has to be one in which the block was certified`() throws {
    var (rehearsal, closing, view) = try Self.closing(led: 1)
    let effects = try rehearsal.hearProposal(of: closing, in: view, parentView: .zero)
    #expect(effects.signedContents == [.nullify])
  }

  @Test func `A second repetition names the view of the first`() throws {
    var (rehearsal, closing, _) = try Self.closing()
    let candidate = Statement.Candidate(parentView: View(1), block: closing.hash)
    _ = try rehearsal.skip(to: 3)
    _ = try rehearsal.learn(.notarize(candidate), in: 3)
    #expect(rehearsal.engine.current == View(4))
    let view = rehearsal.view(ledBy: 0, from: 5)
    let effects = try rehearsal.skip(to: view)
    let again = Statement.Candidate(parentView: View(3), block: closing.hash)
    #expect(effects.signedContents.contains(.notarize(again)))
  }

  @Test func `A closing block that is not certified here is not voted for again`() throws {
    var rehearsal = try Rehearsal(boundary: 0)
    let view = rehearsal.view(ledBy: 1, from: 3)
    let closing = rehearsal.header(1)
    _ = try rehearsal.skip(to: view)
    let effects = try rehearsal.hearProposal(of: closing, in: view, parentView: View(1))
    #expect(!effects.signedContents.contains { $0 != .nullify })
    #expect(effects.requests.contains(.certificates(View(1)...View(1))))
  }

  @Test func `A repetition needs every view in between nullified`() throws {
    var rehearsal = try Rehearsal(boundary: 0)
    let closing = rehearsal.header(1)
    _ = try rehearsal.certify(closing)
    let view = rehearsal.view(ledBy: 1, from: 4)
    _ = try rehearsal.learn(.nullify, in: view - 1)
    let effects = try rehearsal.hearProposal(of: closing, in: view, parentView: View(1))
    #expect(effects.signed.isEmpty)
    #expect(effects.requests.contains(.certificates(View(2)...View(view - 1))))
  }

  @Test func `A new block on a closing block ends the view`() throws {
    var (rehearsal, closing, view) = try Self.closing(led: 1)
    let effects = try rehearsal.hearProposal(of: rehearsal.header(view, on: closing))
    #expect(effects.signedContents == [.nullify])
  }

  @Test func `A block that does not close the epoch is certified under no other view`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    _ = try rehearsal.certify(header)
    let view = rehearsal.view(ledBy: 1, from: 3)
    _ = try rehearsal.skip(to: view)
    let effects = try rehearsal.hearProposal(of: header, in: view, parentView: View(1))
    #expect(effects.signedContents == [.nullify])
  }

  @Test func `From the final closing block on, the engine signs nothing`() throws {
    var (rehearsal, closing, view) = try Self.closing(led: 1)
    let effects = try rehearsal.learn(
      .finalize(Statement.Candidate(parentView: .zero, block: closing.hash)), in: 1)
    #expect(effects.finalities.map(\.isClosing) == [true])
    #expect(rehearsal.engine.stage == .closed)
    var later = try rehearsal.hearProposal(of: closing, in: view, parentView: View(1))
    later += try rehearsal.learn(.nullify, in: view)
    later += rehearsal.wait(60_000)
    #expect(later.signed.isEmpty)
  }

  @Test func `It signs nothing either while it only holds the certificate`() throws {
    var rehearsal = try Rehearsal(boundary: 0)
    let closing = rehearsal.header(1)
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(closing)), in: 1)
    #expect(rehearsal.wait(60_000).signed.isEmpty)
    #expect(rehearsal.haveBody(of: closing).finalities.map(\.isClosing) == [true])
    #expect(rehearsal.wait(60_000).signed.isEmpty)
  }

  @Test func `A laggard of a closed epoch is told its end`() throws {
    var (rehearsal, closing, _) = try Self.closing()
    _ = try rehearsal.learn(
      .finalize(Statement.Candidate(parentView: .zero, block: closing.hash)), in: 1)
    let asked = rehearsal.feed(.request(View(1)...View(9), from: .other(5)))
    #expect(asked.sent.map(\.statement.finalizedBlock) == [closing.hash])
    let heard = try rehearsal.hear(.nullify, in: 2, by: 3)
    #expect(heard.sent.map(\.statement.finalizedBlock) == [closing.hash])
  }

  @Test func `A closed epoch is closed after a restart, and hands out its certificate`() throws {
    var (rehearsal, closing, _) = try Self.closing()
    _ = try rehearsal.learn(
      .finalize(Statement.Candidate(parentView: .zero, block: closing.hash)), in: 1)
    // Before the database has it, and after.
    #expect(rehearsal.restart().finalities.map(\.isClosing) == [true])
    #expect(rehearsal.engine.stage == .closed)
    rehearsal.recollection.lastFinal = closing
    #expect(rehearsal.restart().signed.isEmpty)
    #expect(rehearsal.engine.stage == .closed)
    #expect(rehearsal.feed(.request(View(1)...View(9), from: .member(2))).sent.count == 1)
  }

  @Test func `Voters give the leader no idle time while a closing block waits`() throws {
    var (rehearsal, _, view) = try Self.closing(led: 1)
    var patience: UInt64 = 1_000
    for _ in 2..<view { patience += patience / 4 }
    #expect(rehearsal.wait(patience + 49).signed.isEmpty)
    #expect(rehearsal.wait(1).signedContents == [.nullify])
  }
}
