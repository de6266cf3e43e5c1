import Foundation
import RPC
import TestSupport
import Testing

/// Networks of real processes, with payments going on, whose nodes are killed, halted, parted and
/// robbed; afterwards all of them have one chain, and nothing is lost that anybody was told.
@Suite(
  .serialized, .enabled(if: LiveDevnet.programs != nil, "the programs are not beside the tests"),
  .enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"))
struct ChaosTests {
  private let devnet: LiveDevnet
  private let load: PaymentLoad

  init() throws {
    devnet = try LiveDevnet(validators: 4, followers: 1, epochSeconds: 5)
    let file = GenesisFileTests.folder.appending(path: "devnet-keys.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let keys = text.split(separator: "\n").prefix(5).compactMap {
      $0.firstRange(of: "\"privateKey\": \"").map { range in
        String(text[range.upperBound...].prefix { $0 != "\"" })
      }
    }
    load = try PaymentLoad(keys, on: devnet)
    try grow()
  }

  /// Waits for some more payments.
  private func grow(by more: Int = 8) throws {
    let count = load.count
    try devnet.wait(for: "payments") { load.count >= count + more }
  }

  /// Waits until a node has what all others have.
  private func catchUp(_ node: Int) throws {
    let height = try (0..<devnet.nodeCount).map { try devnet.height($0) }.max() ?? 0
    try devnet.wait(for: "node \(node) at height \(height)") { try devnet.height(node) >= height }
  }

  /// Ends the payments, and holds every block of every node against the others'.
  private func compare() throws {
    load.stop()
    let height = try devnet.height(0)
    try devnet.wait(for: "all nodes at height \(height)") {
      try (0..<devnet.nodeCount).allSatisfy { try devnet.height($0) >= height }
    }
    for each in 1...height {
      let blocks = try (0..<devnet.nodeCount).map { try devnet.block(each, at: $0) }
      guard blocks.allSatisfy({ $0 == blocks[0] }) else {
        Issue.record("height \(each): \(blocks)")
        return
      }
    }
    #expect(load.count > 0)
    for payment in load.payments {
      for node in 0..<devnet.nodeCount {
        let answer = try devnet.client(node).call("eth_getTransactionReceipt", [payment.hash])
        guard case .object(let receipt) = answer, receipt["blockHash"] == payment.blockHash else {
          Issue.record("node \(node) has lost \(payment.hash)")
          return
        }
      }
    }
  }

  @Test func `any node is killed under load and comes back`() throws {
    for node in 0..<devnet.nodeCount {
      try devnet.run("kill", "\(node)")
      try grow()
      try devnet.run("start", "\(node)")
      try catchUp(node)
    }
    try compare()
  }

  @Test(.soak) func `all nodes are killed at once`()
    throws
  {
    for node in 0..<devnet.nodeCount { try devnet.run("kill", "\(node)") }
    for node in 0..<devnet.nodeCount { try devnet.run("start", "\(node)") }
    try grow()
    try compare()
  }

  @Test(.soak) func `a follower that begins late fetches the chain`() throws {
    try devnet.run("wipe", "4")
    try grow(by: 60)
    try devnet.run("start", "4")
    try catchUp(4)
    try compare()
  }

  @Test func `a network in two halves stands still, and goes on when it is whole`() throws {
    try devnet.run("partition", "0,1|2,3,4")
    // What was on its way may still become final.
    Thread.sleep(forTimeInterval: 1)
    let heights = try (0..<devnet.nodeCount).map { try devnet.height($0) }
    Thread.sleep(forTimeInterval: 5)
    #expect(try (0..<devnet.nodeCount).map { try devnet.height($0) } == heights)
    try devnet.run("heal")
    try grow()
    try compare()
  }

  @Test(.soak) func `three go on without the fourth, which catches up when its links are whole`()
    throws
  {
    try devnet.run("partition", "2")
    Thread.sleep(forTimeInterval: 1)
    let height = try devnet.height(2)
    try devnet.wait(for: "growth without node 2") { try devnet.height(0) > height + 10 }
    #expect(try devnet.height(2) == height)
    try devnet.run("heal")
    try catchUp(2)
    try compare()
  }

  @Test(.soak) func `a node that hangs for a while is missed by nobody`() throws {
    try devnet.run("pause", "1")
    let height = try devnet.height(0)
    try devnet.wait(for: "growth without node 1") { try devnet.height(0) > height + 10 }
    try devnet.run("resume", "1")
    try catchUp(1)
    try grow()
    try compare()
  }

  @Test func `a validator that lost its disk observes, and votes again later`() throws {
    try devnet.run("wipe", "3")
    try devnet.run("start", "3")
    #expect(try !devnet.votes(3))
    try catchUp(3)
    try devnet.wait(for: "votes of node 3") { try devnet.votes(3) }
    try compare()
  }

  @Test func `two of four that lost their journals vote at their operators' risk`() throws {
    for node in 2...3 { try devnet.run("kill", "\(node)") }
    for node in 2...3 {
      try FileManager.default.removeItem(atPath: devnet.home(node) + "/journal")
      try devnet.run("start", "\(node)")
      #expect(try !devnet.votes(node))
    }
    // Half of the power ends no epoch, so it is the one in which the others are.
    Thread.sleep(forTimeInterval: 1)
    let height = try devnet.height(0)
    let epoch = "\(try devnet.epoch(0))"
    for node in 2...3 {
      try devnet.run("stop", "\(node)")
      try devnet.run("start", "\(node)", "--accept-journal-loss", epoch)
      // First it hears what its peers have.
      #expect(try !devnet.votes(node))
    }
    try devnet.wait(for: "blocks") { try devnet.height(0) > height + 2 }
    let log = try devnet.run("logs", "2")
    #expect(log.contains("this validator votes although its journal was lost"))
    #expect(log.contains("silent=nobody"))
    try devnet.wait(for: "the next epoch") { try "\(devnet.epoch(0))" != epoch }
    for node in 2...3 { try devnet.wait(for: "votes") { try devnet.votes(node) } }
    try grow()
    try compare()
  }

  @Test func `a node of another network is let in by nobody`() throws {
    try devnet.run("stop", "4")
    let path = devnet.home(4) + "/genesis.json"
    let own = try String(contentsOfFile: path, encoding: .utf8)
    let other = own.replacing("\"unbondingEpochs\": 30", with: "\"unbondingEpochs\": 31")
    #expect(other != own)
    func begin(with genesis: String) throws {
      try devnet.run("wipe", "4")
      try genesis.write(toFile: path, atomically: true, encoding: .utf8)
      try devnet.run("start", "4")
    }
    try begin(with: other)
    try devnet.wait(for: "a refusal") {
      try devnet.run("logs", "4").contains("and this node is not")
    }
    try grow()
    #expect(try devnet.height(4) == 0)
    try begin(with: own)
    try catchUp(4)
    try compare()
  }

  @Test(.soak, arguments: 1...3 as ClosedRange<UInt64>)
  func `trouble after trouble leaves one chain`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      try trouble(&random)
      try grow()
    }
    for node in 0..<devnet.nodeCount { try catchUp(node) }
    try compare()
  }

  /// Does something to some node, and makes it good again.
  private func trouble(_ random: inout SplitMix64) throws {
    let node = random.number(in: 0...(devnet.nodeCount - 1))
    let pause = Double(random.number(in: 0...4))
    switch random.number(in: 0...5) {
    case 0, 1:
      try devnet.run(random.happens(oneIn: 3) ? "stop" : "kill", "\(node)")
      Thread.sleep(forTimeInterval: pause)
      try devnet.run("start", "\(node)")
    case 2:
      try devnet.run("pause", "\(node)")
      Thread.sleep(forTimeInterval: pause)
      try devnet.run("resume", "\(node)")
    case 3:
      let count = random.number(in: 1...(devnet.nodeCount - 1))
      let group = (0..<devnet.nodeCount).map { "\($0)" }.shuffled(using: &random).prefix(count)
      try devnet.run("partition", group.joined(separator: ","))
      Thread.sleep(forTimeInterval: pause)
      // One that comes back while links are cut has to wait for them.
      try devnet.run("kill", "\(node)")
      try devnet.run("start", "\(node)")
      try devnet.run("heal")
    case 4:
      try devnet.run("wipe", "4")
      try devnet.run("start", "4")
    default:
      for node in 0..<devnet.nodeCount { try devnet.run("kill", "\(node)") }
      for node in 0..<devnet.nodeCount { try devnet.run("start", "\(node)") }
    }
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs with `SOAK=1` only.
  fileprivate static var soak: Self { .enabled(if: Seeds.isSoaking, "SOAK=1 runs it") }
}
