import Chain
import Consensus
import Cryptography
import TestSupport

/// Protocol: Epoch boundary.
extension EngineWalk {
  /// An engine behind a closing block that is certified, in a view that somebody leads.
  private mutating func closing(
    led member: Int
  ) throws -> (rehearsal: Rehearsal, closing: Header, entering: [Effect]) {
    var rehearsal = try Rehearsal(boundary: 0)
    let first = UInt64(random.number(in: 1...5))
    _ = try rehearsal.skip(to: first)
    let closing = rehearsal.header(first)
    _ = try rehearsal.certify(closing)
    let view = rehearsal.view(
      ledBy: member, from: first + 2 + UInt64(random.number(in: 0...8)))
    let effects = try rehearsal.skip(to: view)
    return (rehearsal, closing, effects)
  }

  /// A leader has nothing to build on but a closing block: it proposes that again.
  mutating func meetClosing() throws {
    var (rehearsal, closing, effects) = try closing(led: 0)
    effects += rehearsal.wait(100)
    let view = rehearsal.engine.current.units
    let candidate = Statement.Candidate(parentView: closing.view, block: closing.hash)
    expect(!effects.builds.contains { $0.parent == closing }, "builds on a closing block")
    expect(
      effects.signed.contains(rehearsal.statement(.notarize(candidate), in: view)),
      "does not propose the closing block again")
  }

  /// The closing block is final: there are no more votes, and whoever lags gets the certificate.
  mutating func meetClosedEpoch() throws {
    var (rehearsal, closing, _) = try closing(led: random.number(in: 0...3))
    let ended = try rehearsal.finalize(closing)
    expect(ended.finalities.map(\.isClosing) == [true], "does not see that the epoch is over")
    let final = rehearsal.statement(
      .finalize(rehearsal.candidate(closing)), in: closing.view.units)
    var effects = rehearsal.wait(40_000)
    effects += try rehearsal.hearProposal(of: closing, in: rehearsal.engine.current.units)
    expect(effects.signed.isEmpty, "votes behind the end of an epoch")
    rehearsal.milliseconds += 2_000
    let asked = rehearsal.feed(.request(View(1)...View(4), from: .other(9))).sent
    expect(asked.map(\.statement) == [final], "does not answer behind the end")
    let helped = try rehearsal.hear(.nullify, in: closing.view.units, by: 1).sent
    expect(helped.map(\.statement) == [final], "does not help a laggard behind the end")
  }

  /// Somebody proposes the closing block again, under the right view or another.
  mutating func meetRepeatedClosing() throws {
    for _ in 0..<3 { try meetAgain() }
  }

  private mutating func meetAgain() throws {
    var (rehearsal, closing, _) = try closing(led: random.number(in: 1...3))
    let view = rehearsal.engine.current.units
    let parentView = View(UInt64(random.number(in: 0...Int(view - 1))))
    let candidate = Statement.Candidate(parentView: parentView, block: closing.hash)
    let effects = try rehearsal.hearProposal(of: closing, in: view, parentView: parentView)
    let isRight = parentView == closing.view
    expect(
      effects.signed.contains(rehearsal.statement(.notarize(candidate), in: view)) == isRight,
      isRight
        ? "does not vote for the closing block again"
        : "votes for the closing block again under view \(parentView), not \(closing.view)")
  }
}
