import Chain
import Consensus
import Cryptography
import TestSupport
import Testing

/// R7.
@Suite struct FinalizingTests {
  @Test func `A final block makes its ancestors final, in the order of their heights`() throws {
    var rehearsal = try Rehearsal()
    var blocks: [Header] = []
    for view in 1...3 as ClosedRange<UInt64> {
      blocks.append(rehearsal.header(view, on: blocks.last))
      _ = try rehearsal.certify(blocks[Int(view) - 1])
    }
    let effects = try rehearsal.finalize(blocks[2])
    #expect(effects.finalities.map(\.blocks) == [blocks])
    #expect(effects.finalities.map(\.certificate.statement.view) == [View(3)])
    #expect(rehearsal.engine.lastFinal == blocks[2])
  }

  @Test func `A quorum of votes makes a block final, whichever view this node is in`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    _ = try rehearsal.certify(header)
    _ = try rehearsal.skip(to: 7)
    let candidate = rehearsal.candidate(header)
    var effects = try rehearsal.hear(.finalize(candidate), in: 1, by: 1)
    #expect(effects.finalities.isEmpty)
    // The third vote is this node's own.
    effects = try rehearsal.hear(.finalize(candidate), in: 1, by: 2)
    #expect(effects.finalities.map(\.blocks) == [[header]])
    #expect(effects.persisted.map(\.content) == [.finalize(candidate)])
    #expect(rehearsal.engine.current == View(7))
  }

  @Test func `A node that lacks the body of a final block signs nothing until it has it`() throws {
    var rehearsal = try Rehearsal()
    let blocks = try rehearsal.chainUnseen(through: 3)
    let effects = try rehearsal.learn(.finalize(rehearsal.candidate(blocks[2])), in: 3)
    #expect(rehearsal.engine.isSyncing)
    #expect(effects.requests == [.block(blocks[2].hash)])
    #expect(rehearsal.wait(5_000).signed.isEmpty)
    // From the top down: each block names the one below.
    #expect(rehearsal.haveBody(of: blocks[2]).requests == [.block(blocks[1].hash)])
    #expect(rehearsal.haveBody(of: blocks[1]).requests == [.block(blocks[0].hash)])
    #expect(rehearsal.haveBody(of: blocks[0]).finalities.map(\.blocks) == [blocks])
    #expect(!rehearsal.engine.isSyncing)
    #expect(rehearsal.wait(30_000).signedContents == [.nullify])
  }

  @Test func `What is missing is asked for again`() throws {
    var rehearsal = try Rehearsal()
    let blocks = try rehearsal.chainUnseen(through: 1)
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(blocks[0])), in: 1)
    #expect(rehearsal.wait(1_000).requests == [.block(blocks[0].hash)])
    #expect(rehearsal.wait(1_500).requests == [.block(blocks[0].hash)])
  }

  @Test func `Blocks that nobody asked for are not kept`() throws {
    var rehearsal = try Rehearsal()
    for variant in 0..<100 as Range<UInt8> {
      _ = rehearsal.haveBody(of: rehearsal.header(1, variant: variant))
    }
    #expect(rehearsal.engine.footprint.blocks == 1)
  }

  @Test func `A chain may go on growing while it is followed down`() throws {
    var rehearsal = try Rehearsal()
    let blocks = try rehearsal.chainUnseen(through: 6)
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(blocks[2])), in: 3)
    _ = rehearsal.haveBody(of: blocks[2])
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(blocks[5])), in: 6)
    for block in blocks[3...5].reversed() { _ = rehearsal.haveBody(of: block) }
    _ = rehearsal.haveBody(of: blocks[1])
    #expect(rehearsal.haveBody(of: blocks[0]).finalities.map(\.blocks) == [blocks])
  }

  @Test func `A final block that names another state than this node's stops it`() throws {
    var rehearsal = try Rehearsal()
    var header = rehearsal.header(1)
    header.executedStateRoot = .zero
    let breaches = try rehearsal.finalize(header).breaches
    let expected = Divergence(
      height: Height(100), ownRoot: Rehearsal.root(Height(100)), finalRoot: .zero,
      block: header.hash)
    #expect(breaches == [.otherState(expected)])
    #expect(rehearsal.engine.stage == .halted)
    #expect(rehearsal.wait(60_000).isEmpty)
  }

  @Test func `A state that turns out to be another once it is computed stops the node`() throws {
    var rehearsal = try Rehearsal()
    var blocks = try rehearsal.chainUnseen(through: 9)
    blocks[8].executedHeight = Height(104)
    blocks[8].executedStateRoot = .zero
    for block in blocks { _ = try rehearsal.finalize(block) }
    #expect(rehearsal.engine.stage == .running)
    let root = Rehearsal.root(Height(104))
    let breaches = rehearsal.feed(.executed(Height(104), root: root)).breaches
    let expected = Divergence(
      height: Height(104), ownRoot: root, finalRoot: .zero, block: blocks[8].hash)
    #expect(breaches == [.otherState(expected)])
  }

  @Test func `A final block that breaks the rules as this node knows them stops it`() throws {
    var rehearsal = try Rehearsal()
    let header = rehearsal.header(1)
    _ = try rehearsal.learn(.finalize(rehearsal.candidate(header)), in: 1)
    let breaches = rehearsal.feed(.block(header, .invalid)).breaches
    #expect(breaches == [.invalidBlock(header.hash)])
  }

  @Test func `Two final chains stop a node`() throws {
    var rehearsal = try Rehearsal()
    _ = try rehearsal.finalize(rehearsal.header(1))
    let final = rehearsal.engine.lastFinal.hash
    let other = rehearsal.header(2, variant: 1)
    #expect(try rehearsal.finalize(other).breaches == [.otherChain(final)])
  }
}

extension Rehearsal {
  /// A chain of blocks, one a view, of which the engine has heard nothing.
  func chainUnseen(through view: UInt64) throws -> [Header] {
    var blocks: [Header] = []
    for view in 1...view { blocks.append(header(view, on: blocks.last)) }
    return blocks
  }
}
