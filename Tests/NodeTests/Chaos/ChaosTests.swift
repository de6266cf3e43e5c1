import Foundation
import TestSupport
import Testing

/// Networks of real processes, with payments going on, whose nodes are killed, halted, parted and
/// robbed; afterwards all of them have one chain, and nothing is lost that anybody was told.
@Suite(
  .serialized, .enabled(if: LiveDevnet.programs != nil, "the programs are not beside the tests"),
  .enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"),
  .network(
    epochSeconds: 2,
    // A node begins from a snapshot only where a test says so.
    settings: ["TRADEWIND_SNAPSHOT_EVERY": "1", "TRADEWIND_SNAPSHOT_LAG": "1000"]))
struct ChaosTests {
  private let network: ChaosNetwork
  private var devnet: LiveDevnet { network.devnet }

  init() throws {
    network = try #require(ChaosNetwork.shared)
  }

  @Test func `any node is killed under load and comes back`() throws {
    for node in 0..<devnet.nodeCount {
      try devnet.run("kill", "\(node)")
      try network.grow()
      try devnet.run("start", "\(node)")
      try network.catchUp(node)
    }
    try network.compare()
  }

  @Test func `all nodes are killed at once`() throws {
    for node in 0..<devnet.nodeCount { try devnet.run("kill", "\(node)") }
    for node in 0..<devnet.nodeCount { try devnet.run("start", "\(node)") }
    try network.grow()
    try network.compare()
  }

  @Test func `a network in two halves stands still, and goes on when it is whole`() throws {
    try devnet.run("partition", "0,1|2,3,4")
    // What was on its way may still become final.
    Thread.sleep(forTimeInterval: 1)
    let heights = try (0..<devnet.nodeCount).map { try devnet.height($0) }
    Thread.sleep(forTimeInterval: Seeds.isSoaking ? 20 : 3)
    #expect(try (0..<devnet.nodeCount).map { try devnet.height($0) } == heights)
    try devnet.run("heal")
    try network.grow()
    try network.compare()
  }

  @Test func `three go on without the fourth, which catches up when its links are whole`() throws {
    try devnet.run("partition", "2")
    Thread.sleep(forTimeInterval: 1)
    let height = try devnet.height(2)
    try devnet.wait(for: "growth without node 2") { try devnet.height(0) > height + 10 }
    #expect(try devnet.height(2) == height)
    try devnet.run("heal")
    try network.catchUp(2)
    try network.compare()
  }

  @Test(.soak) func `a node that hangs for a while is missed by nobody`() throws {
    try devnet.run("pause", "1")
    let height = try devnet.height(0)
    try devnet.wait(for: "growth without node 1") { try devnet.height(0) > height + 10 }
    try devnet.run("resume", "1")
    try network.catchUp(1)
    try network.grow()
    try network.compare()
  }
}
