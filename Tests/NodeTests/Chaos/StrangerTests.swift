import Chain
import Codec
import Cryptography
import Foundation
import RPC
import TestSupport
import Testing
import Transport

extension ChaosTests {
  /// Whoever belongs to another network, or speaks another version.
  @Suite struct StrangerTests {
    private let network: ChaosNetwork
    private var devnet: LiveDevnet { network.devnet }

    init() throws {
      network = try #require(ChaosNetwork.shared)
    }

    /// Makes a follower of a network that is this one but for a text of its genesis, which finds
    /// the way here.
    private func stranger(_ own: String, _ other: String, in folder: TemporaryFolder) throws
      -> LiveNode
    {
      let program = try #require(Running.tradewind)
      let genesis = try String(contentsOfFile: devnet.genesis(0), encoding: .utf8)
      #expect(genesis.contains(own))
      let path = try folder.write(genesis.replacing(own, with: other), to: "genesis.json")
      let home = folder.path("home")
      let made = try Running(
        program, ["init", "--home", home, "--genesis", path, "--follower"])
      #expect(made.exitCode == 0, "\(made.errors)")
      return try LiveNode(
        program, home: home, log: folder.path("log"),
        ["--peer-listen", "127.0.0.1:0", "--peers", try devnet.endpoint(0)])
    }

    private func peerCount(_ node: LiveNode) throws -> Int {
      guard case .array(let peers) = try node.call("pot_peers") else { return -1 }
      return peers.count
    }

    @Test(
      arguments: [
        ("\"unbondingEpochs\": 30", "\"unbondingEpochs\": 31", "its genesis is 0x"),
        (
          "\"chainId\": 20480", "\"chainId\": 20481",
          "its chain id is 20481, and this node's 20480"
        ),
      ] as [(String, String, String)])
    func `a node of another network is refused in words at both ends`(
      own: String, other: String, reason: String
    ) throws {
      let folder = try TemporaryFolder()
      let node = try stranger(own, other, in: folder)
      try node.wait(for: "a refusal") {
        try node.said("the other end refused: it is on the network with chain id 20480")
      }
      try devnet.wait(for: "a refusal at the other end") {
        try devnet.log(0).split(separator: "\n")
          .contains { $0.contains("did not let in") && $0.contains(reason) }
      }
      #expect(try peerCount(node) == 0)
      try network.grow()
      #expect(try LiveNode.number(node.call("eth_blockNumber")) == 0)
      #expect(node.terminate() == 0)
    }

    @Test func `whoever speaks another version is told so, and the node goes on`() throws {
      // A hello as the transport writes it, but for the version.
      var hello: [UInt8] = []
      _ = Handshake(
        dialling: nil,
        as: TransportIdentity(
          key: try PrivateKey(.init(repeating: 7)),
          network: Network(chainID: ChainID(20_480), genesisHash: Digest(.init(repeating: 7)))),
        ephemeral: EphemeralKey(try PrivateKey(.init(repeating: 8))), output: &hello)
      hello[HandshakeLayout.magic.count] = 9
      let words = "it speaks version 9 of the transport, and this node version 1"
      var answer: [UInt8] = []
      // Of many who come within a moment the log names only the first.
      try devnet.wait(for: "a line in the log") {
        let socket = try ClientSocket(port: devnet.peerPort(0))
        socket.send(hello)
        answer = socket.receiveAll()
        return try devnet.log(0).contains(words)
      }
      #expect(answer.count == HandshakeLayout.refusalBytes)
      #expect(answer.prefix(4) == [HandshakeLayout.refusalKind, 1, 1, 0])
      try network.grow()
      try network.compare()
    }
  }
}
