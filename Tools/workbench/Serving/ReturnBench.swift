import Foundation
import Node
import RPC

/// How soon a validator that was killed votes again.
struct ReturnBench {
  private let network: BenchedNetwork

  /// Makes a network that goes on as fast as it can, until it has so many blocks.
  init(genesis: String, blockCount: UInt64) throws {
    network = try BenchedNetwork(
      genesis: genesis, intervalsMilliseconds: (5, 5), validatorCount: 4)
    try network.nodes[0].wait(for: blockCount)
  }

  /// Kills one and starts it again, and returns the line about it.
  func line() throws -> String {
    defer { network.stop() }
    let node = network.nodes[3]
    node.kill()
    let target = try network.nodes[0].number("eth_blockNumber")
    let begun = ContinuousClock.now
    try node.start()
    while true {
      if case .object(let status) = try node.call("pot_status"), status["isVoting"] == true,
        status["syncing"] == false, status["height"]?.quantity() ?? 0 as UInt64 >= target
      {
        break
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return String(
      format: "restart  votes again after %.2f s, with %d blocks of history\n",
      (ContinuousClock.now - begun) / .seconds(1), Int(target))
  }
}
