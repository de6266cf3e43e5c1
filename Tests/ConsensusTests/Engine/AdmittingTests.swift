import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

/// An observer whose operator lets it vote after all, in the middle of an epoch.
@Suite struct AdmittingTests {
  /// A member that observes.
  private func observer() throws -> Rehearsal {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.quarantined)
    return rehearsal
  }

  @Test func `It votes from the view on where it is`() throws {
    var rehearsal = try observer()
    let view = rehearsal.view(ledBy: 1, from: 3)
    #expect(try rehearsal.skip(to: view).signed.isEmpty)
    let header = rehearsal.header(view)
    #expect(try rehearsal.hearProposal(of: header).signed.isEmpty)
    #expect(rehearsal.wait(60_000).signed.isEmpty)
    let signed = rehearsal.feed(.admitted(as: 0)).signed
    #expect(signed == [rehearsal.statement(.notarize(rehearsal.candidate(header)), in: view)])
    // Its patience begins with its vote, not when it had come to the view.
    #expect(rehearsal.engine.current == View(view))
    #expect(rehearsal.wait(500).signed.isEmpty)
    #expect(rehearsal.wait(60_000).signed == [rehearsal.statement(.nullify, in: view)])
  }

  @Test func `A vote of its own in a certificate counts as cast`() throws {
    var rehearsal = try observer()
    let view = rehearsal.view(ledBy: 1)
    let header = rehearsal.header(view)
    let candidate = rehearsal.candidate(header)
    _ = try rehearsal.skip(to: view)
    _ = try rehearsal.hearProposal(of: header)
    // A quorum is missing: its own vote for the end of the view came to it from another.
    _ = try rehearsal.hear(.nullify, in: view, by: 0)
    _ = rehearsal.feed(.admitted(as: 0))
    #expect(rehearsal.wait(60_000).signed.isEmpty)
    _ = try rehearsal.learn(.notarize(candidate), in: view, by: [1, 2, 3])
    #expect(rehearsal.engine.current == View(view + 1))
    let signed = rehearsal.wait(1_000).signed
    #expect(!signed.contains(rehearsal.statement(.finalize(candidate), in: view)))
  }

  @Test func `It does not finalize another block than the one it has notarized`() throws {
    var rehearsal = try observer()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let headers = [rehearsal.header(view), rehearsal.header(view, variant: 1)]
    let candidates = headers.map(rehearsal.candidate)
    // A quorum has said the one, it with them; the leader says the other to it.
    _ = try rehearsal.learn(.notarize(candidates[0]), in: view, by: [0, 1, 2])
    _ = rehearsal.feed(.admitted(as: 0))
    let effects = try rehearsal.hearProposal(of: headers[1]).signed
    #expect(!effects.contains(rehearsal.statement(.notarize(candidates[1]), in: view)))
    // What it had said counts together with what others say.
    #expect(
      rehearsal.haveBody(of: headers[0]).signed.allSatisfy {
        !$0.contradicts(rehearsal.statement(.notarize(candidates[0]), in: view))
      })
  }

  @Test func `One that is a quorum alone completes what its journal has recalled`() throws {
    var rehearsal = try Rehearsal(powers: [1])
    _ = rehearsal.feed(.quarantined)
    let effects = try rehearsal.hear(.nullify, in: 1, by: 0)
    #expect(effects.signed.isEmpty)
    _ = rehearsal.feed(.admitted(as: 0))
    #expect(rehearsal.engine.current == View(2))
  }
}
