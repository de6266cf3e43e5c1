import Chain
import Consensus
import Cryptography
import TestSupport

/// R5: how long a view is waited for, and what is said again.
extension EngineWalk {
  /// When a node gives up on its view, hearing nothing; nothing if it never does.
  private func patience(_ rehearsal: inout Rehearsal) -> UInt64? {
    let start = rehearsal.milliseconds
    for _ in 0..<4_000 where rehearsal.wait(10).signedContents.contains(.nullify) {
      return rehearsal.milliseconds - start
    }
    return nil
  }

  /// Nobody proposes: timeouts grow by a quarter for each view beyond two, up to half a minute.
  mutating func meetSilence() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    let view = foreignView(of: rehearsal, from: UInt64(random.number(in: 1...16)))
    _ = try rehearsal.skip(to: view)
    var expected: UInt64 = 1_000
    for _ in 0..<max(0, Int(view) - 2) { expected = min(expected + expected / 4, 30_000) }
    // The least interval between blocks comes on top, and the steps in which time goes.
    let bounds = (expected + 50)...(expected + 70)
    guard let waited = patience(&rehearsal) else { return complain("never gives up") }
    expect(bounds.contains(waited), "gives view \(view) up after \(waited) ms, not \(expected)")
  }

  /// A view that this node gave up and nobody else: it goes on saying so, and not too often.
  mutating func meetRepetition() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 1)
    _ = try rehearsal.skip(to: view)
    guard patience(&rehearsal) != nil else { return complain("never gives up") }
    let own = rehearsal.statement(.nullify, in: view)
    var count = 0
    for _ in 0..<2_000 {
      let effects = rehearsal.wait(10)
      count += effects.broadcastVotes.filter { $0 == own }.count
      expect(effects.broadcasts.count <= 140, "sends \(effects.broadcasts.count) at once")
    }
    expect((4...12).contains(count), "says \(count) times in 20 s that it gave the view up")
  }

  /// A leader that was just heard is waited for.
  mutating func meetHeardLeader() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 2)
    _ = try rehearsal.skip(to: view - 1)
    let effects = try rehearsal.learn(.nullify, in: view - 1)
    expect(!effects.signedContents.contains(.nullify), "skips a leader that was just heard")
  }

  /// A leader that was not heard for long, while a quorum was, is not waited for.
  mutating func meetSilentLeader() throws {
    var rehearsal = try Rehearsal()
    let silent = random.number(in: 1...3)
    let others = (0...3).filter { $0 != silent }
    var effects: [Effect] = []
    let end = rehearsal.milliseconds + 11_000
    let plan = rehearsal.plan
    while rehearsal.milliseconds < end || plan.leader(of: rehearsal.engine.current) != silent {
      let view = rehearsal.engine.current.units
      _ = try rehearsal.hear(.nullify, in: view, by: others.filter { $0 != 0 })
      effects = try rehearsal.learn(.nullify, in: view, by: others)
      rehearsal.milliseconds += 500
    }
    let current = rehearsal.engine.current
    expect(
      effects.signed.contains(rehearsal.statement(.nullify, in: current.units)),
      "waits for a leader that was silent for long")
  }

  /// Pitfalls P1 and P2: a crash behind a nullification, or a vote for a block.
  mutating func meetRestart() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    if random.happens(oneIn: 2) {
      let first = try rehearsal.hearProposal(of: header)
      expect(first.notarizes, "does not vote for a proposal")
      _ = rehearsal.restart()
      let again = try rehearsal.hearProposal(of: rehearsal.header(view, variant: 1))
      expect(!again.notarizes, "votes for a second block after a crash")
    } else {
      guard patience(&rehearsal) != nil else { return complain("never gives up") }
      _ = rehearsal.restart()
      let effects = try rehearsal.hearProposal(of: header)
      expect(!effects.notarizes, "votes for a block after a nullification and a crash")
    }
    let isNullified = !rehearsal.recollection.ownVotes.contains { $0.statement.kind == .notarize }
    let content: Statement.Content =
      isNullified ? .nullify : .notarize(rehearsal.candidate(header))
    // The leader may have said something else by now.
    let others = (1...3).filter { $0 != rehearsal.plan.leader(of: View(view)) }
    let effects = try rehearsal.hear(content, in: view, by: others)
    expect(
      effects.persisted.contains(rehearsal.statement(content, in: view)),
      "does not count its own vote after a crash")
  }
}
