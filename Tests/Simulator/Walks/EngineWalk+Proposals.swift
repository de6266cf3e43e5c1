import Chain
import Consensus
import Cryptography
import TestSupport

/// R2: what is voted for, and when.
extension EngineWalk {
  /// Of the views between a block and its parent, one is not nullified until the end.
  mutating func meetGap() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let first = (parent?.view ?? .zero).next.units
    let view = foreignView(of: rehearsal, from: first + 2)
    let missing = first + UInt64(random.number(in: 0...Int(view - first - 2)))
    for skipped in (first..<view).shuffled(using: &random) where skipped != missing {
      _ = try rehearsal.learn(.nullify, in: skipped)
    }
    let header = rehearsal.header(view, on: parent)
    let early = try rehearsal.hearProposal(of: header)
    expect(!early.notarizes, "votes across view \(missing), which nobody has nullified")
    let late = try rehearsal.learn(.nullify, in: missing)
    expect(
      late.signed == [rehearsal.notarization(of: header)],
      "does not vote once every view between is nullified")
  }

  /// The parent is notarized, or at hand, or neither; in the end it is both.
  mutating func meetOpenParent() throws {
    var rehearsal = try Rehearsal()
    let parent = rehearsal.header(1)
    let view = foreignView(of: rehearsal, from: 2)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, on: parent)
    let isNotarized = random.happens(oneIn: 2)
    if isNotarized {
      _ = try rehearsal.learn(.notarize(rehearsal.candidate(parent)), in: 1)
    } else {
      _ = rehearsal.haveBody(of: parent)
    }
    let early = try rehearsal.hearProposal(of: header)
    expect(!early.notarizes, "votes for a block on one that is not certified")
    if !isNotarized {
      expect(
        early.requests.contains(.certificates(View(1)...View(1))),
        "does not ask who notarized the parent")
      _ = try rehearsal.learn(.notarize(rehearsal.candidate(parent)), in: 1)
    }
    let late = rehearsal.haveBody(of: parent)
    expect(
      late.signed.contains(rehearsal.notarization(of: header)),
      "does not vote once the parent is certified")
  }

  /// The header breaks one rule.
  mutating func meetBrokenHeader() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let view = foreignView(of: rehearsal, from: rehearsal.engine.current.units)
    _ = try rehearsal.skip(to: view)
    var header = rehearsal.header(view, on: parent)
    let damage = HeaderDamage.allCases[random.number(in: 0...(HeaderDamage.allCases.count - 1))]
    damage.apply(to: &header, parent: parent ?? rehearsal.plan.anchor)
    if header.proposer == rehearsal.header(view, on: parent).proposer, damage == .proposer {
      header.proposer = .zero
    }
    let effects = try rehearsal.hearProposal(of: header)
    expect(!effects.notarizes, "votes for a header with a wrong \(damage)")
    expect(effects.signedContents == [.nullify], "does not give up on a wrong \(damage)")
  }

  /// The body comes late.
  mutating func meetAbsentBody() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let view = foreignView(of: rehearsal, from: rehearsal.engine.current.units)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, on: parent)
    let early = try rehearsal.hearProposal(of: header, withBody: false)
    expect(!early.notarizes, "votes for a body that is not at hand")
    expect(early.requests.contains(.block(header.hash)), "does not ask for the body")
    let late = rehearsal.haveBody(of: header)
    expect(
      late.signed == [rehearsal.notarization(of: header)], "does not vote once the body is there")
  }

  /// The body breaks a rule.
  mutating func meetBrokenBody() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let view = foreignView(of: rehearsal, from: rehearsal.engine.current.units)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view, on: parent)
    _ = try rehearsal.hearProposal(of: header, withBody: false)
    let effects = rehearsal.feed(.block(header, .invalid))
    expect(effects.signedContents == [.nullify], "does not give up on an invalid body")
  }

  /// The block is ahead of the clock.
  mutating func meetEarlyBlock() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let view = foreignView(of: rehearsal, from: rehearsal.engine.current.units)
    _ = try rehearsal.skip(to: view)
    let wait = UInt64(random.number(in: 1...900))
    var header = rehearsal.header(view, on: parent)
    header.time = Timestamp(rehearsal.now.time.units + 500 + wait)
    let early = try rehearsal.hearProposal(of: header) + rehearsal.wait(wait - 1)
    expect(!early.notarizes, "votes for a block before its time")
    expect(!early.signedContents.contains(.nullify), "takes an early block for an invalid one")
    expect(
      rehearsal.wait(1).signed == [rehearsal.notarization(of: header)],
      "does not vote once the time has come")
  }

  /// A member proposes in a view that another leads, and its leader proposes two blocks.
  mutating func meetUsurper() throws {
    var rehearsal = try Rehearsal()
    let parent = try drawnParent(in: &rehearsal)
    let view = foreignView(of: rehearsal, from: rehearsal.engine.current.units)
    _ = try rehearsal.skip(to: view)
    let leader = rehearsal.plan.leader(of: View(view))
    let other = rehearsal.header(view, on: parent, variant: 1)
    let content = Statement.Content.notarize(rehearsal.candidate(other))
    var effects = try rehearsal.hear(content, in: view, by: leader == 1 ? 2 : 1)
    effects += rehearsal.haveBody(of: other)
    expect(effects.signed.isEmpty, "votes for what the leader did not propose")
    let header = rehearsal.header(view, on: parent)
    let isWhole = random.happens(oneIn: 2)
    effects = try rehearsal.hearProposal(of: header, withBody: isWhole)
    expect(
      effects.signed == (isWhole ? [rehearsal.notarization(of: header)] : []),
      "does not vote for what its leader proposed")
    effects = try rehearsal.hearProposal(of: rehearsal.header(view, on: parent, variant: 2))
    expect(effects.signed.isEmpty, "votes for its leader's second block")
  }
}
