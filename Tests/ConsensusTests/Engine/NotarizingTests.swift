import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

/// R2.
@Suite struct NotarizingTests {
  @Test func `The first valid proposal of the view's leader gets the vote`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    let effects = try rehearsal.hearProposal(of: header)
    #expect(effects.signedContents == [.notarize(rehearsal.candidate(header))])
    #expect(effects.broadcastVotes.count == 1)
  }

  @Test func `A vote of anybody else proposes nothing`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    let vote = try rehearsal.network.vote(
      rehearsal.statement(.notarize(rehearsal.candidate(header)), in: view), by: 2)
    let effects = rehearsal.feed(.proposal(header, try rehearsal.verified(vote, of: 2)))
    #expect((effects + rehearsal.haveBody(of: header)).signed.isEmpty)
  }

  @Test func `There is one vote in a view, whatever else its leader proposes`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let first = rehearsal.header(view)
    let second = rehearsal.header(view, variant: 1)
    #expect(try rehearsal.hearProposal(of: first).signed.count == 1)
    let effects = try rehearsal.hearProposal(of: second)
    #expect(effects.signed.isEmpty)
    #expect(effects.evidence.count == 1)
  }

  @Test func `A leader heard to propose two blocks gets a vote for neither`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let first = rehearsal.header(view)
    let second = rehearsal.header(view, variant: 1)
    let effects =
      try rehearsal.hearProposal(of: first, withBody: false)
      + rehearsal.hearProposal(of: second) + rehearsal.haveBody(of: first)
    #expect(effects.signed.isEmpty)
    #expect(effects.evidence.count == 1)
  }

  @Test func `A missing nullification is asked of the leader, and the vote waits for it`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 3)
    _ = try rehearsal.learn(.nullify, in: view - 1)
    let header = rehearsal.header(view)
    let effects = try rehearsal.hearProposal(of: header)
    #expect(effects.signed.isEmpty)
    let asked = effects.contains {
      if case .request(.certificates(let views), from: 1) = $0 {
        views == View(1)...View(view - 1)
      } else {
        false
      }
    }
    #expect(asked)
    for skipped in 1..<(view - 2) { _ = try rehearsal.learn(.nullify, in: skipped) }
    let signed = try rehearsal.learn(.nullify, in: view - 2).signedContents
    #expect(signed == [.notarize(rehearsal.candidate(header))])
  }

  @Test func `A missing certificate of the parent is asked of the leader`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 3)
    let parent = rehearsal.header(view - 1)
    // This node left the parent's view because a quorum nullified it; others certified its block.
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, on: parent)
    let effects = try rehearsal.hearProposal(of: header)
    #expect(effects.signed.isEmpty)
    #expect(effects.requests.contains(.certificates(View(view - 1)...View(view - 1))))
    let more = try rehearsal.learn(.notarize(rehearsal.candidate(parent)), in: view - 1)
    #expect(more.requests.contains(.block(parent.hash)))
    let signed = rehearsal.haveBody(of: parent).signedContents
    #expect(signed.contains(.notarize(rehearsal.candidate(header))))
  }

  @Test func `A missing body is asked of the leader, and the vote waits for it`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    let effects = try rehearsal.hearProposal(of: header, withBody: false)
    #expect(effects.signed.isEmpty)
    #expect(effects.requests == [.block(header.hash)])
    #expect(rehearsal.haveBody(of: header).signed.count == 1)
  }

  @Test func `A body that breaks a rule ends the view`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    _ = try rehearsal.hearProposal(of: header, withBody: false)
    #expect(rehearsal.feed(.block(header, .invalid)).signedContents == [.nullify])
  }

  @Test func `A statement that gives another parent view than its header ends the view`() throws {
    var rehearsal = try Rehearsal()
    let parent = rehearsal.header(1)
    _ = try rehearsal.certify(parent)
    let view = rehearsal.view(ledBy: 1, from: 3)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, on: parent)
    let effects = try rehearsal.hearProposal(of: header, parentView: .zero)
    #expect(effects.signedContents == [.nullify])
  }

  @Test(arguments: HeaderDamage.allCases)
  func `A header that breaks a rule ends the view`(damage: HeaderDamage) throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 3)
    let parent = rehearsal.header(1)
    _ = try rehearsal.certify(parent)
    _ = try rehearsal.skip(to: view)
    var header = rehearsal.header(view, on: parent)
    damage.apply(to: &header, parent: parent)
    #expect(try rehearsal.hearProposal(of: header).signedContents == [.nullify])
  }

  @Test func `An early proposal waits for its time`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, later: 700)
    #expect(try rehearsal.hearProposal(of: header).signed.isEmpty)
    #expect(rehearsal.wait(198).signed.isEmpty)
    #expect(rehearsal.wait(2).signedContents == [.notarize(rehearsal.candidate(header))])
  }

  @Test func `Nothing is notarized in a view that was nullified by this node`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    #expect(rehearsal.wait(5_000).signedContents == [.nullify])
    #expect(try rehearsal.hearProposal(of: rehearsal.header(view)).signed.isEmpty)
  }

  @Test func `A proposal on a parent below what is final ends the view`() throws {
    var rehearsal = try Rehearsal()
    let view = rehearsal.view(ledBy: 1, from: 3)
    _ = try rehearsal.finalize(rehearsal.header(1))
    _ = try rehearsal.skip(to: view)
    #expect(try rehearsal.hearProposal(of: rehearsal.header(view)).signedContents == [.nullify])
  }

  @Test func `An observer signs nothing`() throws {
    var rehearsal = try Rehearsal(role: .observer)
    let view = rehearsal.view(ledBy: 1)
    _ = try rehearsal.skip(to: view)
    var effects = try rehearsal.hearProposal(of: rehearsal.header(view))
    effects += rehearsal.wait(60_000)
    #expect(effects.signed.isEmpty)
  }

  @Test func `A node that is quarantined stops signing`() throws {
    var rehearsal = try Rehearsal()
    _ = rehearsal.feed(.quarantined)
    #expect(rehearsal.wait(60_000).signed.isEmpty)
  }
}
