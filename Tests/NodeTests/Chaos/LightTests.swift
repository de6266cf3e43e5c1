import Foundation
import RPC
import TestSupport
import Testing

extension ChaosTests {
  /// `tradewind light verify`, which believes no node.
  @Suite struct LightTests {
    private let network: ChaosNetwork
    private var devnet: LiveDevnet { network.devnet }
    // One of those who pay, so that what he has changes all the time.
    private let address = DevnetKeys.testers[1].address

    init() throws {
      network = try #require(ChaosNetwork.shared)
    }

    @Test func `a balance is proven from genesis, and later from where that had come`() throws {
      let first = try LightFinding.verify(address, at: [0], of: devnet)
      #expect(try first.isTrue(at: 2, of: devnet))
      try devnet.run("kill", "1")
      // Nobody is at the second endpoint, and the first two have nothing to do with the third.
      let second = try LightFinding.verify(
        address, at: [1, 3], of: devnet, from: first.checkpoint)
      #expect(try second.isTrue(at: 0, of: devnet))
      #expect(second.answer["height"] != first.answer["height"])
      try devnet.run("start", "1")
      try network.catchUp(1)
    }

    /// What the command says about a network, which must be that it proves nothing.
    private func refusal(
      genesis: String? = nil, peer: String, seconds: Int, checkpoint: String
    ) throws -> String {
      let began = Date()
      let run = try LightFinding.run(
        address, genesis: genesis ?? devnet.genesis(0), peers: [peer], seconds: seconds,
        "--checkpoint", checkpoint)
      #expect(run.exitCode == 1 && run.output == "")
      #expect(Date().timeIntervalSince(began) < Double(seconds) + 5)
      return run.errors.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test func `what does not fit together is refused, and it is said why`() throws {
      let peer = try devnet.endpoint(0)
      let found = try LightFinding.verify(address, at: [0], of: devnet).checkpoint
      let parts = found.split(separator: ":")
      let epoch = try #require(UInt64(parts[0]))

      // Nothing that the node could do changes it, so nobody waits.
      let wrong = "\(epoch):0x" + String(repeating: "11", count: 32)
      #expect(
        try refusal(peer: peer, seconds: 600, checkpoint: wrong)
          .contains("the header is that of block \(parts[1]), and block 0x1111"))
      #expect(
        try refusal(peer: peer, seconds: 600, checkpoint: "\(epoch - 1):\(parts[1])")
          .contains("and block \(parts[1]) is expected"))
      #expect(
        try refusal(peer: peer, seconds: 1, checkpoint: "\(epoch + 1_000):\(parts[1])")
          .contains("and epoch \(epoch + 1_000) has not ended there"))

      let own = try String(contentsOfFile: devnet.genesis(0), encoding: .utf8)
      let folder = try TemporaryFolder()
      let other = try folder.write(
        own.replacing("\"unbondingEpochs\": 30", with: "\"unbondingEpochs\": 31"), to: "genesis")
      #expect(
        try refusal(genesis: other, peer: peer, seconds: 600, checkpoint: found)
          .contains("was not reached: the other end refused: it is on the network with chain id"))

      let stranger = "0x1111111111111111111111111111111111111111"
      #expect(
        try refusal(
          peer: "\(stranger)@127.0.0.1:\(devnet.peerPort(0))", seconds: 600, checkpoint: found
        ).contains("and \(stranger) was expected there"))
      // Somebody may be there later.
      #expect(
        try refusal(peer: "\(stranger)@127.0.0.1:9", seconds: 1, checkpoint: found)
          .contains("within 1 s: \(stranger)@127.0.0.1:9 was not reached: Connection refused"))
    }
  }
}
