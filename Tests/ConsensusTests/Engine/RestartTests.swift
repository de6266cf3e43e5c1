import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

/// Going on from what is durable.
@Suite struct RestartTests {
  /// A story with every kind of vote, in which the engine may be restarted after any step.
  private static func story(
    restartingAfter restart: Int
  ) throws -> (signed: [Statement], steps: Int, rehearsal: Rehearsal) {
    var rehearsal = try Rehearsal()
    var signed: [Statement] = []
    var steps = 0
    func step(_ effects: (inout Rehearsal) throws -> [Effect]) rethrows {
      signed += try effects(&rehearsal).signed
      steps += 1
      guard steps == restart else { return }
      signed += rehearsal.restart().signed
      signed += rehearsal.feed(.transactionsWait(true)).signed + rehearsal.wait(60).signed
    }
    _ = rehearsal.feed(.transactionsWait(true))
    let view = rehearsal.view(ledBy: 1)
    let nullified = rehearsal.view(ledBy: 2, from: view + 1)
    let mine = rehearsal.view(ledBy: 0, from: nullified + 1)
    let parent = rehearsal.header(view)
    try step { try $0.skip(to: view) }
    try step { try $0.hearProposal(of: parent) }
    try step { try $0.learn(.notarize($0.candidate(parent)), in: view) }
    try step { try $0.skip(to: nullified) }
    step { $0.wait(2_000) }
    step { $0.wait(2_000) }
    try step { try $0.skip(to: mine) }
    step { $0.wait(60) }
    var own = rehearsal.header(mine, on: parent)
    step { rehearsal in
      own = rehearsal.header(mine, on: parent)
      rehearsal.recollection.blocks.append(own)
      return rehearsal.feed(.built(own))
    }
    try step { try $0.learn(.notarize($0.candidate(own)), in: mine) }
    try step { try $0.learn(.finalize($0.candidate(own)), in: mine) }
    return (signed, steps, rehearsal)
  }

  @Test func `After a restart at any step nothing is signed that contradicts what was`() throws {
    let whole = try Self.story(restartingAfter: 0)
    #expect(Set(whole.signed.map(\.kind)).count == 3)
    for restart in 1...whole.steps {
      let (signed, _, rehearsal) = try Self.story(restartingAfter: restart)
      for first in signed {
        for second in signed { #expect(!first.contradicts(second)) }
      }
      #expect(Set(signed).count == signed.count, "step \(restart) signs a vote twice")
      #expect(rehearsal.engine.lastFinal.height == Height(102))
      #expect(rehearsal.engine.current == whole.rehearsal.engine.current)
    }
  }

  @Test func `All votes since the last final block are sent again, proposals with headers`() throws
  {
    var (_, _, rehearsal) = try Self.story(restartingAfter: 0)
    // Without the final certificate everything before it is still of use.
    rehearsal.recollection.certificates.removeAll { $0.statement.kind == .finalize }
    let effects = rehearsal.restart()
    let own = Set(rehearsal.recollection.ownVotes.map(\.statement))
    #expect(Set(effects.broadcastVotes) == own)
    let proposals = effects.broadcasts.filter { if case .proposal = $0 { true } else { false } }
    #expect(proposals.count == 1)
  }

  /// Protocol pitfall P10.
  @Test func `A database ahead of the journal is where a node goes on`() throws {
    var (_, _, rehearsal) = try Self.story(restartingAfter: 0)
    let final = rehearsal.header(500, on: rehearsal.engine.lastFinal)
    rehearsal.recollection.lastFinal = final
    let effects = rehearsal.restart()
    #expect(rehearsal.engine.current == View(501))
    #expect(!rehearsal.engine.isSyncing)
    #expect(effects.signed.isEmpty)
    _ = try rehearsal.skip(to: rehearsal.view(ledBy: 1, from: 502))
    let header = rehearsal.header(rehearsal.engine.current.units, on: final)
    #expect(try rehearsal.hearProposal(of: header).signed.count == 1)
  }

  /// Protocol pitfall P10.
  @Test func `A journal ahead of the database brings what is final with it`() throws {
    var (_, _, rehearsal) = try Self.story(restartingAfter: 0)
    let final = rehearsal.engine.lastFinal
    rehearsal.recollection.lastFinal = nil
    #expect(rehearsal.restart().finalities.map { $0.blocks.last } == [final])
  }

  @Test func `What a long journal says of views that are final is not kept in memory`() throws {
    var rehearsal = try Rehearsal()
    let last: UInt64 = 200
    for view in 1..<last {
      let vote = try rehearsal.network.vote(rehearsal.statement(.nullify, in: view), by: 0)
      rehearsal.recollection.ownVotes.append(vote)
    }
    let final = rehearsal.header(last)
    let candidate = rehearsal.candidate(final)
    rehearsal.recollection.blocks.append(final)
    rehearsal.recollection.certificates.append(
      try rehearsal.certificate(.finalize(candidate), in: last))
    #expect(rehearsal.restart().finalities.map { $0.blocks.last } == [final])
    let footprint = rehearsal.engine.footprint
    #expect(footprint.views <= Int(EngineLimits.viewsKept) + 20)
    #expect(footprint.votes <= Int(EngineLimits.viewsKept))
  }

  @Test func `A body that the journal lacks is asked for before anything is signed`() throws {
    var (_, _, rehearsal) = try Self.story(restartingAfter: 0)
    let final = rehearsal.engine.lastFinal
    rehearsal.recollection.blocks.removeAll { $0 == final }
    #expect(rehearsal.restart().requests.contains(.block(final.hash)))
    #expect(rehearsal.engine.isSyncing)
    #expect(rehearsal.wait(9_000).signed.isEmpty)
  }

  /// Protocol pitfall P1.
  @Test func `After all have crashed with a nullification in their journals, they go on`() throws {
    var rehearsals: [Rehearsal] = []
    for member in 0..<3 {
      var rehearsal = try Rehearsal(role: .validator(member))
      // What was signed and journalled, nobody has heard.
      _ = rehearsal.wait(5_000)
      rehearsals.append(rehearsal)
    }
    let restarted = (0..<3).map { rehearsals[$0].restart() }
    for (member, effects) in restarted.enumerated() {
      for statement in effects.broadcastVotes {
        for other in 0..<3 where other != member {
          _ = try rehearsals[other].hear(statement.content, in: statement.view.units, by: member)
        }
      }
    }
    for rehearsal in rehearsals { #expect(rehearsal.engine.current > View(1)) }
  }
}
