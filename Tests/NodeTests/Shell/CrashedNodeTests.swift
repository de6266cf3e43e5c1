import Chain
import Codec
import Foundation
import Node
import RPC
import TestSupport
import Testing

/// A node that is killed under load, at any instant, again and again.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct CrashedNodeTests {
  /// What clients were told, and must be told again.
  private struct Told {
    var receipts: [(hash: String, block: JSONValue)] = []
    var height: UInt64 = 0
  }

  private let roundCount = Seeds.isSoaking ? 300 : 6

  @Test func `nothing that a client was told is lost by a kill`() throws {
    let program = try #require(Running.tradewind)
    let seed = Seeds.isSoaking ? UInt64.random(in: 0...UInt64.max) : 8
    var random = SplitMix64(seed: seed)
    var home = try SampleHome()
    var told = Told()
    for round in 0..<roundCount {
      let note: Comment = "seed \(seed), round \(round)"
      let node = try home.start(program)
      try check(told, against: node, &random, note)
      // Some are killed while they still take in what they had.
      if random.next() % 4 > 0 {
        home.wallet.nonce = try nextNonce(of: home.wallet.address, at: node)
        let end = ContinuousClock.now + .milliseconds(Int(random.next() % 1_500))
        try load(node, &home, &told, until: end)
      }
      node.kill()
    }
    let node = try home.start(program)
    try check(told, against: node, &random, "seed \(seed), at the end")
    #expect(node.terminate() == 0)
    #expect(!told.receipts.isEmpty)
    let inspection = try Running(program, ["db", "check", "--database", "\(home.path)/database"])
    #expect(inspection.exitCode == 0, "\(inspection.errors)")
  }

  /// The number that the sender goes on with.
  ///
  /// What was only handed in may be gone, or be in a block that was still open; a block that is
  /// newer than this process says that those are final.
  private func nextNonce(of address: Address, at node: LiveNode) throws -> UInt64 {
    let began = UInt64(Date().timeIntervalSince1970 * 1_000)
    try node.wait(for: "block of its own") { () -> Bool? in
      guard case .object(let status) = try node.call("pot_status") else { return nil }
      return try LiveNode.number(status["blockTime"]) >= began ? true : nil
    }
    return try LiveNode.number(node.call("eth_getTransactionCount", .string("\(address)")))
  }

  private func check(
    _ told: Told, against node: LiveNode, _ random: inout SplitMix64, _ note: Comment
  ) throws {
    #expect(try LiveNode.number(node.call("eth_blockNumber")) >= told.height, note)
    guard case .object(let status) = try node.call("pot_status") else { return }
    #expect(status["isVoting"] == true, note)
    guard let last = told.receipts.last else { return }
    let drawn = (0..<5).map { _ in told.receipts[Int(random.next() % UInt64(told.receipts.count))] }
    for (hash, block) in drawn + [last] {
      guard case .object(let receipt) = try node.call("eth_getTransactionReceipt", .string(hash))
      else {
        Issue.record("\(hash) is lost, \(note)")
        continue
      }
      #expect(receipt["blockHash"] == block, note)
    }
  }

  /// Sends payments and notes what is told of them.
  private func load(
    _ node: LiveNode, _ home: inout SampleHome, _ told: inout Told,
    until end: ContinuousClock.Instant
  ) throws {
    let recipient = Address(FixedBytes(storage: InlineArray(repeating: 0x5A)))
    var waiting: [String] = []
    while ContinuousClock.now < end {
      let payment = try home.payment(of: Wei(1), to: recipient)
      _ = try node.call("eth_sendRawTransaction", .string(payment.raw))
      waiting.append(payment.hash)
      guard
        case .object(let receipt) = try node.call(
          "eth_getTransactionReceipt", .string(waiting[0])),
        let block = receipt["blockHash"]
      else { continue }
      told.receipts.append((waiting.removeFirst(), block))
      told.height = max(told.height, try LiveNode.number(receipt["blockNumber"]))
    }
  }
}
