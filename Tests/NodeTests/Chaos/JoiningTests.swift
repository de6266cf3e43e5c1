import Chain
import Foundation
import TestSupport
import Testing

extension ChaosTests {
  /// Nodes that come to a chain late, with nothing or without what they had.
  @Suite struct JoiningTests {
    private let network: ChaosNetwork
    private var devnet: LiveDevnet { network.devnet }

    init() throws {
      network = try #require(ChaosNetwork.shared)
    }

    private func knowsFirstBlock(_ node: Int) throws -> Bool {
      (try? devnet.block(1, at: node)) != nil
    }

    @Test func `a follower that begins late fetches every block`() throws {
      try network.wipe(4)
      try network.grow(by: Seeds.isSoaking ? 500 : 8)
      try devnet.run("start", "4")
      try network.catchUp(4)
      #expect(try knowsFirstBlock(4))
      #expect(try devnet.block(1, at: 4) == devnet.block(1, at: 0))
      try network.compare()
    }

    /// Has a node lose its disk and come back by a snapshot.
    ///
    /// It asks for blocks as well, and a chain that is short may arrive before the snapshot does.
    private func bringBackBySnapshot(_ node: Int, isValidator: Bool) throws {
      let before = try devnet.snapshotHeight(node)
      for _ in 0..<8 {
        try network.wipe(node)
        try devnet.wait(for: "some epochs") { try devnet.epoch(0) > 4 }
        let height = network.greatestHeight()
        try devnet.run("start", "\(node)", settings: ["TRADEWIND_SNAPSHOT_LAG": "1"])
        try devnet.wait(for: "node \(node)") { try devnet.height(node) >= height }
        if isValidator { try devnet.wait(for: "its votes") { try devnet.votes(node) } }
        if try devnet.snapshotHeight(node) > before { return }
        try network.grow(by: 200)
      }
      throw LiveNode.Failure(description: "node \(node) never began from a snapshot")
    }

    @Test func `a follower that begins late begins from a snapshot, and proves what it has`() throws
    {
      try bringBackBySnapshot(4, isValidator: false)
      #expect(try !knowsFirstBlock(4))
      try network.compare()
      // It can show how every epoch has ended, though it has none of their blocks.
      let finding = try LightFinding.verify(DevnetKeys.testers[0].address, at: [4], of: devnet)
      #expect(try finding.isTrue(at: 1, of: devnet))
    }

    @Test func `a validator that lost its disk observes, and votes in a later epoch`() throws {
      try network.wipe(3)
      let epoch = try devnet.epoch(0)
      try devnet.run("start", "3")
      #expect(try !devnet.votes(3))
      try network.catchUp(3)
      try devnet.wait(for: "votes of node 3") { try devnet.votes(3) }
      try devnet.wait(for: "a vote in its new journal") {
        try network.journals.firstEpoch(in: devnet.journal(3)) != nil
      }
      let first = try #require(try network.journals.firstEpoch(in: devnet.journal(3)))
      #expect(first.units > epoch)
      try network.compare()
    }

    /// Has the operators of two nodes accept the loss of their journals in the epoch under way, and
    /// waits until that is over.
    private func acceptLoss() throws {
      let epoch = try devnet.epoch(0)
      for node in 2...3 {
        try devnet.run("stop", "\(node)")
        try devnet.run("start", "\(node)", "--accept-journal-loss", "\(epoch)")
        // First it hears what its peers have.
        #expect(try !devnet.votes(node))
      }
      try devnet.wait(for: "the next epoch") {
        try (0...3).allSatisfy { try devnet.epoch($0) > epoch }
      }
    }

    /// Whether both of them vote before long.
    private func votesCome() throws -> Bool {
      for _ in 0..<100 {
        if try (2...3).allSatisfy({ try devnet.votes($0) }) { return true }
        Thread.sleep(forTimeInterval: 0.1)
      }
      return false
    }

    @Test func `two of four that lost their journals vote at their operators' risk`() throws {
      try devnet.run("kill", "2")
      // The others leave behind the views in which it may have voted and was not heard.
      let killed = try devnet.height(0)
      try devnet.wait(for: "blocks without node 2") { try devnet.height(0) > killed + 3 }
      // Two are no quorum; what node 3 votes now is in no certificate, but node 0 hears it.
      try devnet.run("pause", "1")
      Thread.sleep(forTimeInterval: 1)
      try devnet.wait(for: "node 3 to give up a view") {
        try network.journals.lastVote(in: devnet.journal(3))?.content == .nullify
      }
      Thread.sleep(forTimeInterval: 1)
      try devnet.run("kill", "3")
      for node in 2...3 {
        try network.journals.look(at: devnet.journal(node))
        try FileManager.default.removeItem(atPath: devnet.journal(node))
        try devnet.run("start", "\(node)")
      }
      try devnet.run("resume", "1")
      for node in 2...3 { #expect(try !devnet.votes(node)) }
      // What is on its way may still end the epoch; half of the power does not.
      Thread.sleep(forTimeInterval: 1)
      try acceptLoss()
      // An epoch that has ended with a block from before the loss leaves them observers.
      if try !votesCome() { try acceptLoss() }
      #expect(try votesCome())
      try network.grow()
      try network.compare()
      #expect(try devnet.log(3).contains("a vote of this validator's key turned up"))
      #expect(try devnet.log(2).contains("this validator votes although its journal was lost"))
    }

    @Test(.soak) func `a validator that lost its disk comes back by a snapshot, and is needed`()
      throws
    {
      try bringBackBySnapshot(2, isValidator: true)
      try network.compare()
      // Without it there would be no quorum.
      try devnet.run("kill", "3")
      try network.grow()
      try devnet.run("start", "3")
      try network.catchUp(3)
      try network.compare()
    }
  }
}
