import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct EarlyMessagesTests {
  private static func early(_ rehearsal: Rehearsal) -> EarlyMessages {
    EarlyMessages(
      epoch: rehearsal.plan.epoch, set: rehearsal.plan.set, network: rehearsal.network.network)
  }

  private static func vote(
    _ content: Statement.Content, in view: UInt64, by member: Int, of rehearsal: Rehearsal
  ) throws -> Input {
    let vote = try rehearsal.network.vote(rehearsal.statement(content, in: view), by: member)
    return .vote(try rehearsal.verified(vote, of: member))
  }

  @Test func `What arrives early is there when the epoch begins`() throws {
    var rehearsal = try Rehearsal()
    var early = Self.early(rehearsal)
    for member in 1...3 {
      let isKept = early.keep(try Self.vote(.nullify, in: 1, by: member, of: rehearsal))
      #expect(isKept)
    }
    for input in early.all { _ = rehearsal.feed(input) }
    #expect(rehearsal.engine.current == View(2))
  }

  @Test func `Only the first two views are kept`() throws {
    let rehearsal = try Rehearsal()
    var early = Self.early(rehearsal)
    for view in 0...9 as ClosedRange<UInt64> {
      early.keep(try Self.vote(.nullify, in: view, by: 1, of: rehearsal))
    }
    #expect(early.all.count == 2)
  }

  @Test func `A member says one thing of a kind in a view, whatever it sends`() throws {
    let rehearsal = try Rehearsal()
    var early = Self.early(rehearsal)
    for variant in 0..<20 as Range<UInt8> {
      let candidate = rehearsal.candidate(rehearsal.header(1, variant: variant))
      early.keep(try Self.vote(.notarize(candidate), in: 1, by: 2, of: rehearsal))
      early.keep(try Self.vote(.finalize(candidate), in: 1, by: 2, of: rehearsal))
    }
    #expect(early.all.count == 2)
  }

  @Test func `Only a view's leader proposes, once`() throws {
    let rehearsal = try Rehearsal()
    var early = Self.early(rehearsal)
    let leader = rehearsal.plan.leader(of: View(1))
    for member in [(leader + 1) % 4, leader, leader] {
      let header = rehearsal.header(1)
      let vote = try rehearsal.network.vote(
        rehearsal.statement(.notarize(rehearsal.candidate(header)), in: 1), by: member)
      early.keep(.proposal(header, try rehearsal.verified(vote, of: member)))
    }
    #expect(early.all.count == 1)
  }

  @Test func `Messages of other epochs and sets are not kept`() throws {
    let rehearsal = try Rehearsal()
    let other = try SampleNetwork(powers: [1, 1, 1, 1], seed: 2)
    var early = EarlyMessages(
      epoch: rehearsal.plan.epoch, set: other.set, network: rehearsal.network.network)
    early.keep(try Self.vote(.nullify, in: 1, by: 1, of: rehearsal))
    #expect(early.all.isEmpty)
    early = EarlyMessages(
      epoch: Epoch(4), set: rehearsal.plan.set, network: rehearsal.network.network)
    early.keep(try Self.vote(.nullify, in: 1, by: 1, of: rehearsal))
    let certificate = try rehearsal.certificate(.nullify, in: 1)
    let verified = try Unverified(certificate).verified(under: rehearsal.plan.authority)
    early.keep(.certificate(verified))
    #expect(early.all.isEmpty)
  }
}
