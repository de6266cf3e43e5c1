import Chain
import Consensus
import TestSupport
import Testing

/// R5 and R6, and when they come into play.
@Suite struct NullifyingTests {
  /// When a node gives up on a view in which it hears nothing.
  private static func patience(_ rehearsal: inout Rehearsal) -> UInt64? {
    let start = rehearsal.milliseconds
    for _ in 0..<10_000 where rehearsal.wait(10).signedContents.contains(.nullify) {
      return rehearsal.milliseconds - start
    }
    return nil
  }

  @Test func `With transactions waiting, the leader's time runs from entering the view`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    _ = try rehearsal.skip(to: rehearsal.view(ledBy: 1, from: 2))
    // A second for the leader, and the least interval between blocks.
    #expect(Self.patience(&rehearsal) == 1_050)
  }

  @Test func `An idle leader is given the time it may wait for transactions`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.skip(to: rehearsal.view(ledBy: 1, from: 2))
    #expect(Self.patience(&rehearsal) == 2_050)
  }

  @Test func `With a proposal, a view has the time until its block should be certified`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 2)
    _ = try rehearsal.skip(to: view)
    _ = try rehearsal.hearProposal(of: rehearsal.header(view))
    #expect(Self.patience(&rehearsal) == 2_050)
  }

  @Test func `Timeouts grow by a quarter for each view without finality, up to half a minute`()
    throws
  {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    var patience: [UInt64] = []
    for _ in 0..<24 {
      while rehearsal.plan.leader(of: rehearsal.engine.current) == 0 {
        _ = try rehearsal.learn(.nullify, in: rehearsal.engine.current.units)
      }
      patience.append(try #require(Self.patience(&rehearsal)))
      _ = try rehearsal.learn(.nullify, in: rehearsal.engine.current.units)
    }
    #expect(patience.first.map { $0 <= 1_310 } == true)
    #expect(zip(patience, patience.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(patience.last == 30_050)
  }

  @Test func `Only finality makes timeouts short again`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.transactionsWait(true))
    var parent: Header?
    for view in 1...12 as ClosedRange<UInt64> {
      let header = rehearsal.header(view, on: parent)
      _ = try rehearsal.certify(header)
      parent = header
    }
    let view = rehearsal.view(ledBy: 1, from: 13)
    _ = try rehearsal.skip(to: view)
    #expect(try #require(Self.patience(&rehearsal)) > 9_000)
    _ = try rehearsal.finalize(rehearsal.header(view, on: parent))
    #expect(try #require(Self.patience(&rehearsal)) <= 1_060)
  }

  @Test func `A nullification is sent again, with what let the node enter the view`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.skip(to: rehearsal.view(ledBy: 1, from: 2))
    let view = rehearsal.engine.current
    _ = Self.patience(&rehearsal)
    let effects = rehearsal.wait(1_000)
    #expect(effects.broadcastVotes == [rehearsal.statement(.nullify, in: view.units)])
    #expect(effects.broadcastCertificates.map(\.view) == [View(view.units - 1)])
    // Later each time: 1.5 s, then 2.25 s and so on.
    #expect(rehearsal.wait(1_490).broadcastVotes.isEmpty)
    #expect(rehearsal.wait(10).broadcastVotes.count == 1)
  }

  @Test func `A leader who was silent while a quorum spoke is skipped at once`() throws {
    var rehearsal = try Rehearsal()
    let silent = 3
    var view: UInt64 = 1
    while rehearsal.milliseconds < Rehearsal.start + 12_000 {
      _ = try rehearsal.hear(.nullify, in: view, by: [1, 2])
      _ = try rehearsal.learn(.nullify, in: view, by: [0, 1, 2])
      view += 1
      rehearsal.milliseconds += 500
    }
    let target = rehearsal.view(ledBy: silent, from: view + 1)
    while view < target - 1 {
      _ = try rehearsal.learn(.nullify, in: view, by: [0, 1, 2])
      view += 1
    }
    let effects = try rehearsal.learn(.nullify, in: view, by: [0, 1, 2])
    #expect(effects.signed == [rehearsal.statement(.nullify, in: target)])
    // One statement of any kind, and it is waited for again.
    _ = try rehearsal.hear(.nullify, in: target, by: silent)
    let next = rehearsal.view(ledBy: silent, from: target + 1)
    var later: [Effect] = []
    while rehearsal.engine.current < View(next) {
      later = try rehearsal.learn(
        .nullify, in: rehearsal.engine.current.units, by: [0, 1, 2])
    }
    #expect(!later.signed.contains(rehearsal.statement(.nullify, in: next)))
  }

  @Test func `Nobody is silent when no quorum was heard`() throws {
    var rehearsal = try Rehearsal()
    rehearsal.milliseconds += 60_000
    let view = rehearsal.view(ledBy: 1, from: 2)
    rehearsal.isSigning = false
    var effects: [Effect] = []
    while rehearsal.engine.current < View(view) {
      let current = rehearsal.engine.current.units
      effects = try rehearsal.hear(.nullify, in: current, by: 2)
      effects += try rehearsal.learn(.nullify, in: current, by: [0, 2, 3])
      rehearsal.milliseconds += 60_000
    }
    #expect(!effects.signed.contains(rehearsal.statement(.nullify, in: view)))
  }

  @Test func `A node that is stuck in an old view is helped, and not too often`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.skip(to: 6)
    let effects = try rehearsal.hear(.nullify, in: 2, by: 3)
    #expect(effects.sent.map(\.statement.view.units).sorted() == [2, 3, 4, 5])
    #expect(effects.sent.allSatisfy { $0.to == .member(3) })
    #expect(try rehearsal.hear(.nullify, in: 2, by: 3).sent.isEmpty)
    rehearsal.milliseconds += 1_000
    #expect(try rehearsal.hear(.nullify, in: 2, by: 3).sent.count == 4)
  }
}
