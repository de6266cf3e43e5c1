import Chain
import Consensus
import TestSupport
import Testing

/// R0.
@Suite struct EnteringTests {
  @Test func `A nullification by a quorum lets a node go on`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.hear(.nullify, in: 1, by: [1, 2])
    #expect(rehearsal.engine.current == View(1))
    let effects = try rehearsal.hear(.nullify, in: 1, by: 3)
    #expect(rehearsal.engine.current == View(2))
    #expect(effects.persisted.map(\.content) == [.nullify])
    #expect(effects.broadcastCertificates.map(\.content) == [.nullify])
  }

  @Test func `A notarization lets a node go on only once the block is certified here`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    _ = try rehearsal.learn(.notarize(rehearsal.candidate(header)), in: 1)
    #expect(rehearsal.engine.current == View(1))
    _ = rehearsal.haveBody(of: header)
    #expect(rehearsal.engine.current == View(2))
  }

  @Test func `A finalization lets a node go on from any lower view`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(9)
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(header)), in: 9)
    #expect(rehearsal.engine.current == View(10))
  }

  @Test func `A nullification of a later view lets a node skip what lies between`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.learn(.nullify, in: 30)
    #expect(rehearsal.engine.current == View(31))
  }

  @Test func `A node never goes back`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.learn(.nullify, in: 30)
    _ = try rehearsal.learn(.nullify, in: 10)
    let header = rehearsal.header(5)
    _ = try rehearsal.finalize(header)
    #expect(rehearsal.engine.current == View(31))
  }

  @Test func `Less than a quorum moves nobody, however many members it is`() throws {
    // Powers 6, 1, 1, 1: three small members are a third of the power.
    var rehearsal = try Rehearsal(powers: [6, 1, 1, 1], role: .observer)
    _ = try rehearsal.hear(.nullify, in: 1, by: [1, 2, 3])
    #expect(rehearsal.engine.current == View(1))
    _ = try rehearsal.hear(.nullify, in: 1, by: 0)
    #expect(rehearsal.engine.current == View(2))
  }
}
