import Chain
import Consensus
import Cryptography
import TestSupport

/// R4 and R7: what is certified, what is final, and how what is missing of it is found.
extension EngineWalk {
  /// A view is nullified by a quorum, perhaps by this node too, and notarized afterwards.
  mutating func meetSkippedBlock() throws {
    for isGivenUp in [false, true] { try meetSkippedBlock(isGivenUp: isGivenUp) }
  }

  private mutating func meetSkippedBlock(isGivenUp: Bool) throws {
    var rehearsal = try Rehearsal()
    let first = UInt64(random.number(in: 1...6))
    _ = try rehearsal.skip(to: first)
    if isGivenUp { _ = rehearsal.wait(40_000) }
    let skipped = rehearsal.header(first)
    let view = foreignView(of: rehearsal, from: first + 1)
    _ = try rehearsal.skip(to: view)
    var effects = try rehearsal.certify(skipped)
    if isGivenUp {
      let finalizes = effects.signed.contains { $0.kind == .finalize }
      expect(!finalizes, "finalizes a view that it gave up")
    }
    let header = rehearsal.header(view, on: skipped)
    effects = try rehearsal.hearProposal(of: header)
    expect(
      effects.signed == [rehearsal.notarization(of: header)],
      "does not go on from a block whose view was nullified and notarized")
  }

  /// A quorum notarizes a block that names another state.
  mutating func meetOtherState() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 1)
    _ = try rehearsal.skip(to: view)
    var header = rehearsal.header(view)
    header.executedStateRoot = random.digest()
    let effects = try rehearsal.certify(header)
    expect(
      !effects.signed.contains { $0.kind == .finalize },
      "finalizes a block that names another state")
    expect(
      effects.signed.contains(rehearsal.statement(.nullify, in: view)),
      "does not give up on a block that names another state")
    expect(rehearsal.engine.current == View(view), "goes on from a block that names another state")
  }

  /// Pitfall P4: this node votes for one block of a leader's, and a quorum for another.
  mutating func meetOtherBlock() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 1)
    _ = try rehearsal.skip(to: view)
    _ = try rehearsal.hearProposal(of: rehearsal.header(view))
    let other = rehearsal.header(view, variant: 1)
    let statement = rehearsal.notarization(of: other)
    var effects = try rehearsal.learn(statement.content, in: view)
    expect(effects.persisted == [statement], "does not keep a certificate over another block")
    expect(effects.broadcastCertificates == [statement], "keeps a certificate to itself")
    effects = rehearsal.haveBody(of: other)
    expect(effects.signed.isEmpty, "votes for a second block of a view")
    expect(rehearsal.engine.current.units == view + 1, "does not go on from another block")
    let next = foreignView(of: rehearsal, from: view + 1)
    _ = try rehearsal.skip(to: next)
    let child = rehearsal.header(next, on: other)
    effects = try rehearsal.hearProposal(of: child)
    expect(
      effects.signed == [rehearsal.notarization(of: child)], "does not vote on another block")
  }

  /// A quorum notarizes a block that this node lacks, and nobody answers for a while.
  mutating func meetLostBody() throws {
    var rehearsal = try Rehearsal()
    let view = foreignView(of: rehearsal, from: 1)
    _ = try rehearsal.skip(to: view)
    let header = rehearsal.header(view)
    var effects = try rehearsal.learn(.notarize(rehearsal.candidate(header)), in: view)
    expect(effects.signed.isEmpty, "votes for a block that is not at hand")
    expect(rehearsal.engine.current == View(view), "goes on without the block")
    effects += rehearsal.wait(20_000)
    let count = effects.requests.filter { $0 == .block(header.hash) }.count
    // After one second, and then later each time by half.
    expect((4...7).contains(count), "asks \(count) times in 20 s for a block that is lost")
    _ = rehearsal.haveBody(of: header)
    expect(rehearsal.engine.current > View(view), "does not go on once the block is there")
    let later = rehearsal.wait(20_000)
    expect(!later.requests.contains(.block(header.hash)), "asks for what it has")
  }

  /// A block becomes final whose ancestors this node lacks.
  mutating func meetLostChain() throws {
    var rehearsal = try Rehearsal()
    var chain: [Header] = []
    var view: UInt64 = 0
    for _ in 0..<random.number(in: 2...6) {
      view += UInt64(random.number(in: 1...3))
      chain.append(rehearsal.header(view, on: chain.last))
    }
    guard let last = chain.last else { return }
    var effects = try rehearsal.learn(.finalize(rehearsal.candidate(last)), in: view)
    for header in chain.reversed() {
      expect(rehearsal.engine.isSyncing, "takes a chain for complete that is not")
      expect(effects.finalities.isEmpty, "takes blocks for final without their ancestors")
      expect(
        effects.requests.contains(.block(header.hash)),
        "does not ask for the block at height \(header.height)")
      let isSigning = effects.signed.contains { $0.view.units > view }
      expect(!isSigning, "votes while it lacks final blocks")
      effects = rehearsal.haveBody(of: header)
    }
    expect(effects.finalities.map(\.blocks) == [chain], "does not take the whole chain for final")
  }

  /// Final blocks are missing for long, while views go on.
  mutating func meetOpenChain() throws {
    var rehearsal = try Rehearsal()
    let view = UInt64(random.number(in: 1...6))
    let header = rehearsal.header(view)
    var effects = try rehearsal.learn(.finalize(rehearsal.candidate(header)), in: view)
    let next = foreignView(of: rehearsal, from: view + 1)
    effects += try rehearsal.skip(to: next)
    let child = rehearsal.header(next, on: header)
    effects += try rehearsal.hearProposal(of: child) + rehearsal.wait(40_000)
    expect(effects.signed.isEmpty, "votes while it lacks a final block")
    effects = rehearsal.haveBody(of: header)
    expect(
      effects.signed == [rehearsal.notarization(of: child)],
      "does not vote once it has every final block")
  }
}
