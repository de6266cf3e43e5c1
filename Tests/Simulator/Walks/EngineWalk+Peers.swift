import Chain
import Consensus
import Cryptography
import TestSupport

/// What others say: how much of it is kept, who is accused, who is answered.
extension EngineWalk {
  /// A member votes for views that nobody will be in for long.
  mutating func meetDistantVotes() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.skip(to: UInt64(random.number(in: 2...8)))
    let before = rehearsal.engine.footprint
    for _ in 0..<20 {
      let view = rehearsal.engine.current.units + UInt64(random.number(in: 2...2_000))
      let content: Statement.Content =
        random.happens(oneIn: 2)
        ? .nullify
        : .notarize(Statement.Candidate(parentView: View(view - 1), block: random.digest()))
      let effects = try rehearsal.hear(content, in: view, by: random.number(in: 1...3))
      expect(effects.isEmpty, "acts on a vote for view \(view)")
    }
    expect(
      rehearsal.engine.footprint == before,
      "remembers votes for views far ahead: \(rehearsal.engine.footprint)")
  }

  /// Pitfall P8: an epoch that goes on and on, with late votes for views long final.
  mutating func meetLongEpoch() throws {
    var rehearsal = try Rehearsal()
    var parent: Header?
    var view: UInt64 = 0
    for _ in 0..<40 {
      view += UInt64(random.number(in: 2...4))
      let header = rehearsal.header(view, on: parent)
      _ = try rehearsal.finalize(header)
      _ = try rehearsal.hear(.nullify, in: view - 1, by: random.number(in: 1...3))
      parent = header
    }
    let footprint = rehearsal.engine.footprint
    // Old views are dropped some at a time.
    expect(
      footprint.views <= Int(EngineLimits.viewsKept) + 20 && footprint.blocks <= 2
        && footprint.certificates <= 2 && footprint.roots <= 2,
      "remembers too much of what is final: \(footprint)")
  }

  /// A member says two things, alone or inside certificates, and says them again.
  mutating func meetContradiction() throws {
    for _ in 0..<5 { try meetTwoVotes() }
  }

  private mutating func meetTwoVotes() throws {
    var rehearsal = try Rehearsal()
    let offender = random.number(in: 1...3)
    let candidates = (0..<2).map { rehearsal.candidate(rehearsal.header(1, variant: $0)) }
    let contents: [Statement.Content] = [
      .notarize(candidates[0]), .notarize(candidates[1]), .nullify, .finalize(candidates[0]),
      .finalize(candidates[1]),
    ]
    let first = random.number(in: 0...4)
    let second = (first + random.number(in: 1...4)) % 5
    let inCertificate = random.number(in: 0...2)
    var effects: [Effect] = []
    for _ in 0..<random.number(in: 1...3) {
      for (place, index) in [first, second].enumerated() {
        effects +=
          place + 1 == inCertificate
          ? try rehearsal.learn(contents[index], in: 1)
          : try rehearsal.hear(contents[index], in: 1, by: offender)
      }
    }
    let isGuilty = rehearsal.statement(contents[first], in: 1)
      .contradicts(rehearsal.statement(contents[second], in: 1))
    let count = effects.evidence.count
    expect(
      count == (isGuilty ? 1 : 0),
      "accuses \(count) times over \(contents[first]) and \(contents[second])")
  }

  /// A peer asks what a quorum said in some views; another is stuck in one.
  mutating func meetRequest() throws {
    var rehearsal = try Rehearsal()
    let last = UInt64(random.number(in: 3...20))
    _ = try rehearsal.skip(to: last + 1)
    let first = UInt64(random.number(in: 1...Int(last)))
    let views = Array(first...last)
    let peer = Peer.member(random.number(in: 1...3))
    let asked = rehearsal.feed(.request(View(first)...View(last), from: peer)).sent
    expect(asked.map(\.statement.view.units) == views, "does not answer a request")
    expect(asked.allSatisfy { $0.to == peer }, "answers somebody else")
    guard first + 1 < rehearsal.engine.current.units else { return }
    let helped = try rehearsal.hear(.nullify, in: first, by: 3).sent
    expect(helped.map(\.statement.view.units) == views, "does not help who is stuck")
  }

  /// Members have different powers: certificates come from more than two thirds of it, no sooner.
  mutating func meetWeights() throws {
    for _ in 0..<5 { try meetVoters() }
  }

  private mutating func meetVoters() throws {
    let powers = (0..<4).map { _ in UInt64(random.number(in: 1...30)) }
    var rehearsal = try Rehearsal(powers: powers, role: .observer)
    let members = rehearsal.network.set.members
    let total = members.reduce(0) { $0 + $1.power.units }
    let isBlock = random.happens(oneIn: 2)
    let content: Statement.Content =
      isBlock ? .notarize(rehearsal.candidate(rehearsal.header(1))) : .nullify
    let other = Statement.Content.notarize(
      rehearsal.candidate(rehearsal.header(1, variant: 1)))
    var power: UInt64 = 0
    var isFormed = false
    for member in (0...3).shuffled(using: &random) {
      // Whoever votes for another block in between does not add to it.
      let isAstray = isBlock && !isFormed && random.happens(oneIn: 4)
      var effects = try rehearsal.hear(isAstray ? other : content, in: 1, by: member)
      effects += try rehearsal.hear(isAstray ? other : content, in: 1, by: member)
      if !isAstray { power += members[member].power.units }
      let wasFormed = isFormed
      isFormed = 3 * power > 2 * total
      let isNew = effects.persisted.contains(rehearsal.statement(content, in: 1))
      expect(
        isNew == (isFormed && !wasFormed),
        "with power \(power) of \(total) \(isNew ? "there is a certificate" : "there is none")")
    }
  }
}
