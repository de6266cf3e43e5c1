import Chain
import Foundation
import Node
import RPC

/// How long a node takes to begin from a snapshot.
struct SnapshotBench {
  private let network: BenchedNetwork
  private let accountCount: Int

  /// Makes a chain with so many accounts in all, the first blocks of which will be gone, and waits
  /// for a snapshot.
  init(genesis: String, accountCount: Int) throws {
    let named = try GenesisFile.decode(Array(Data(contentsOf: URL(fileURLWithPath: genesis))))
    network = try BenchedNetwork(
      genesis: genesis, intervalsMilliseconds: (50, 100), followerCount: 1,
      addedAccountCount: max(0, accountCount - named.accounts.count), epochSeconds: 20,
      arguments: ["--snapshot-every", "1", "--keep-blocks", "128"])
    self.accountCount = accountCount
    let folder = "\(network.nodes[0].home)/snapshots"
    while try Self.manifests(in: folder) == 0 || Self.hasFirstBlock(network.nodes[0]) {
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  private static func hasFirstBlock(_ node: BenchedNode) throws -> Bool {
    try node.call("eth_getBlockByNumber", "0x1", false) != .null
  }

  private static func manifests(in folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.count { FileManager.default.fileExists(atPath: "\(folder)/\($0)/manifest") }
  }

  /// Lets the follower begin, and returns the line about it.
  func line() throws -> String {
    defer { network.stop() }
    let begun = ContinuousClock.now
    let follower = try network.runFollower(arguments: ["--snapshot-lag", "1"])
    let answering = ContinuousClock.now
    let target = try network.nodes[0].number("eth_blockNumber")
    try follower.wait(for: target)
    let end = ContinuousClock.now
    guard try !Self.hasFirstBlock(follower) else {
      throw ReadBench.Failure(description: "the follower began with the first block")
    }
    return String(
      format: "snapshot %d accounts in %.1f s, behind %.1f s for a genesis of as many\n",
      accountCount, (end - answering) / .seconds(1), (answering - begun) / .seconds(1))
  }
}
