import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

/// Protocol: Evidence.
@Suite struct EvidenceTests {
  private static func contents(_ rehearsal: Rehearsal) -> [Statement.Content] {
    let candidates = (0..<2).map { rehearsal.candidate(rehearsal.header(1, variant: $0)) }
    return [
      .notarize(candidates[0]), .notarize(candidates[1]), .nullify, .finalize(candidates[0]),
      .finalize(candidates[1]),
    ]
  }

  @Test func `Every pair that no honest validator signs convicts, and no other pair`() throws {
    let sample = try Rehearsal(role: .observer)
    for first in Self.contents(sample) {
      for second in Self.contents(sample) {
        var rehearsal = try Rehearsal(role: .observer)
        var effects = try rehearsal.hear(first, in: 1, by: 2)
        effects += try rehearsal.hear(second, in: 1, by: 2)
        let isContradiction = rehearsal.statement(first, in: 1)
          .contradicts(rehearsal.statement(second, in: 1))
        #expect(effects.evidence.count == (isContradiction ? 1 : 0))
        for evidence in effects.evidence {
          let offender = try evidence.offender(on: rehearsal.network.network)
          #expect(offender == rehearsal.network.set.members[2].key)
        }
      }
    }
  }

  @Test func `A contradiction is told once, however often it is heard`() throws {
    var rehearsal = try Rehearsal(role: .observer)
    let contents = Self.contents(rehearsal)
    var effects: [Effect] = []
    for _ in 0..<3 {
      effects += try rehearsal.hear(contents[0], in: 1, by: 2)
      effects += try rehearsal.hear(contents[1], in: 1, by: 2)
    }
    #expect(effects.evidence.count == 1)
  }

  @Test func `A vote lifted out of a certificate convicts like any other`() throws {
    for certificateComesFirst in [true, false] {
      var rehearsal = try Rehearsal(role: .observer)
      let contents = Self.contents(rehearsal)
      var effects: [Effect] = []
      if certificateComesFirst {
        effects += try rehearsal.learn(contents[0], in: 1, by: [0, 1, 2])
        effects += try rehearsal.hear(contents[1], in: 1, by: 2)
      } else {
        effects += try rehearsal.hear(contents[1], in: 1, by: 2)
        effects += try rehearsal.learn(contents[0], in: 1, by: [0, 1, 2])
      }
      #expect(effects.evidence.count == 1)
    }
  }

  @Test func `Contradictions in views left behind still convict`() throws {
    var rehearsal = try Rehearsal(role: .observer)
    let contents = Self.contents(rehearsal)
    _ = try rehearsal.hear(contents[0], in: 1, by: 2)
    let header = rehearsal.header(3)
    _ = try rehearsal.finalize(header)
    #expect(try rehearsal.hear(contents[1], in: 1, by: 2).evidence.count == 1)
  }

  @Test func `Nobody accuses oneself`() throws {
    var rehearsal = try Rehearsal()
    let contents = Self.contents(rehearsal)
    var effects = try rehearsal.hear(contents[0], in: 1, by: 0)
    effects += try rehearsal.hear(contents[1], in: 1, by: 0)
    #expect(effects.evidence.isEmpty)
  }

  @Test func `A vote of one's own that comes from elsewhere counts as voted`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    _ = try rehearsal.hear(.nullify, in: 1, by: 0)
    let effects = try rehearsal.certify(header)
    #expect(effects.signed.isEmpty)
  }
}
