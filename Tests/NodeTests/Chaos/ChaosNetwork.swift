import Chain
import Foundation
import RPC
import Synchronization
import TestSupport
import Testing

/// A network with payments going on, which the tests of a suite break and mend one after the other.
///
/// Afterwards, however it was broken:
/// 1. All nodes have the same block and the same state root at each height.
/// 2. Every payment that any node called final is in the same block at every node.
/// 3. No key has signed two votes that contradict each other, whatever became of its journal.
/// 4. No node has found anything that keeps it from going on, or another to be dishonest.
final class ChaosNetwork: Sendable {
  /// The one that the tests of a suite share.
  @TaskLocal static var shared: ChaosNetwork?

  /// How much has been compared so far.
  struct Tally {
    let height: UInt64
    let paymentCount: Int
  }

  private static let alarms = [
    "the node cannot go on", "a validator has contradicted itself", "Fatal error",
  ]

  let devnet: LiveDevnet
  let load: PaymentLoad
  let journals: JournalWatch
  /// The hashes of all blocks that were compared, in order from height 1 on.
  private let hashes = Mutex<[JSONValue]>([])
  private let foundPaymentCount = Mutex(0)

  init(
    validators: Int, followers: Int, epochSeconds: Int, settings: [String: String] = [:]
  ) throws {
    devnet = try LiveDevnet(
      validators: validators, followers: followers, epochSeconds: epochSeconds, settings: settings)
    let devnet = devnet
    journals = JournalWatch((0..<validators).map { devnet.journal($0) })
    load = try PaymentLoad(DevnetKeys.testers.prefix(5).map(\.secret), on: devnet)
  }

  /// Waits for some more payments.
  func grow(by more: Int = 8) throws {
    let count = load.count
    try devnet.wait(for: "payments") { load.count >= count + more }
  }

  /// The greatest height that any node has which is there.
  func greatestHeight() -> UInt64 {
    (0..<devnet.nodeCount).compactMap { try? devnet.height($0) }.max() ?? 0
  }

  /// Waits until a node has what all others have.
  func catchUp(_ node: Int) throws {
    let height = greatestHeight()
    try devnet.wait(for: "node \(node) at height \(height)") { try devnet.height(node) >= height }
  }

  /// Takes a node its disk, after a last look at what it has signed.
  func wipe(_ node: Int) throws {
    try devnet.run("kill", "\(node)")
    if FileManager.default.fileExists(atPath: devnet.journal(node)) {
      try journals.look(at: devnet.journal(node))
    }
    try devnet.run("wipe", "\(node)")
  }

  /// Holds what came since the last time against each other, at all nodes.
  @discardableResult
  func compare() throws -> Tally {
    let payments = load.payments
    let height = max(greatestHeight(), payments.map(\.height).max() ?? 0)
    try devnet.wait(for: "all nodes at height \(height)") {
      try (0..<devnet.nodeCount).allSatisfy { try devnet.height($0) >= height }
    }
    let floors = try (0..<devnet.nodeCount).map { try devnet.snapshotHeight($0) }
    for each in UInt64(hashes.withLock { $0.count })..<height { try compare(each + 1, floors) }
    for (number, payment) in payments.enumerated().dropFirst(foundPaymentCount.withLock { $0 }) {
      try find(number, payment, floors)
      foundPaymentCount.withLock { $0 = number + 1 }
    }
    let contradictions = journals.takeContradictions()
    guard contradictions.isEmpty else {
      throw LiveNode.Failure(description: "\(contradictions)")
    }
    for node in 0..<devnet.nodeCount {
      let lines = try devnet.log(node).split(separator: "\n")
      for line in lines where Self.alarms.contains(where: { line.contains($0) }) {
        throw LiveNode.Failure(description: "node \(node): \(line)")
      }
    }
    return Tally(height: height, paymentCount: payments.count)
  }

  /// Holds the blocks at a height against each other; nodes that began from a snapshot lack its
  /// block and all before.
  private func compare(_ height: UInt64, _ floors: [UInt64]) throws {
    let blocks = try (0..<devnet.nodeCount).filter { floors[$0] < height }
      .map { try devnet.block(height, at: $0) }
    guard let first = blocks.first, blocks.allSatisfy({ $0 == first }) else {
      throw LiveNode.Failure(description: "height \(height): \(blocks)")
    }
    hashes.withLock { $0.append(first[0]) }
  }

  /// Looks for a payment in the block that all nodes have, and at one of them after the other.
  private func find(_ number: Int, _ payment: PaymentLoad.Payment, _ floors: [UInt64]) throws {
    let block = hashes.withLock { $0[Int(payment.height) - 1] }
    guard block == payment.blockHash else {
      throw LiveNode.Failure(description: "\(payment) is not in block \(block)")
    }
    let node = number % devnet.nodeCount
    guard floors[node] < payment.height else { return }
    let answer = try devnet.client(node).call("eth_getTransactionReceipt", [payment.hash])
    guard case .object(let receipt) = answer, receipt["blockHash"] == payment.blockHash else {
      throw LiveNode.Failure(description: "node \(node) has lost \(payment)")
    }
  }

  /// Ends the payments, and looks for every one of them again.
  func end() throws {
    load.stop()
    try compare()
    journals.stop()
    let floors = try (0..<devnet.nodeCount).map { try devnet.snapshotHeight($0) }
    // Each at another node than before.
    for (number, payment) in load.payments.enumerated() { try find(number + 1, payment, floors) }
    guard load.count > 0, journals.voteCount > 0 else {
      throw LiveNode.Failure(description: "nothing was paid, or nobody voted")
    }
  }

  func abandon() {
    load.stop()
    journals.stop()
  }
}

/// Gives all tests of a suite one network, and holds its nodes against each other at the end.
struct ChaosNetworkTrait: SuiteTrait, TestScoping {
  let epochSeconds: Int
  let settings: [String: String]

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let network = try ChaosNetwork(
      validators: 4, followers: 1, epochSeconds: epochSeconds, settings: settings)
    do {
      try network.grow()
      try await ChaosNetwork.$shared.withValue(network) { try await function() }
      try network.end()
    } catch {
      network.abandon()
      throw error
    }
  }
}

extension Trait where Self == ChaosNetworkTrait {
  static func network(epochSeconds: Int, settings: [String: String]) -> Self {
    Self(epochSeconds: epochSeconds, settings: settings)
  }
}

extension Trait where Self == ConditionTrait {
  /// Runs with `SOAK=1` only.
  static var soak: Self { .enabled(if: Seeds.isSoaking, "SOAK=1 runs it") }
}
