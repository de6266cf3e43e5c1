import Chain
import Codec
import Cryptography
import Foundation
import TestSupport

/// Times how fast new followers fetch a chain of transfers, and holds it against how many
/// signatures this machine recovers.
///
/// How fast a machine is changes within seconds; so there are several followers, one after the
/// other, and each is compared with a look just before it and one just behind.
struct SyncBench {
  static let rounds = 9

  private struct Round {
    let transfersPerSecond: Double
    let limit: Double
    /// How many processors the follower kept busy, and how many whoever it asked.
    let busy: (own: Double, served: Double)

    var ratio: Double { transfersPerSecond / limit }
  }

  private var rounds: [Round] = []

  /// Leaves one of the nodes running: those who have the chain share the processors, and one is
  /// enough to ask.
  init(_ network: BenchedNetwork, transfers: Int) throws {
    let server = network.nodes[0]
    let target = try server.number("eth_blockNumber")
    for node in network.nodes.dropFirst() { node.stop() }
    var limit = try Self.recoveriesPerSecond()
    for _ in 0..<Self.rounds {
      let servedBefore = try server.processorSeconds()
      let begun = ContinuousClock.now
      let follower = try network.runFollower()
      try follower.wait(for: target)
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      let busy = (
        own: try follower.processorSeconds() / seconds,
        served: (try server.processorSeconds() - servedBefore) / seconds
      )
      follower.stop()
      let limitBehind = try Self.recoveriesPerSecond()
      rounds.append(
        Round(
          transfersPerSecond: Double(transfers) / seconds, limit: (limit + limitBehind) / 2,
          busy: busy))
      limit = limitBehind
    }
    rounds.sort { $0.ratio < $1.ratio }
  }

  /// The round in the middle, and the ratios of all.
  func line() -> String {
    let median = rounds[rounds.count / 2]
    return String(
      format: """
        sync     %.0f transfers/s   %.0f %% (%@) of %.0f recoveries/s on all processors, \
        of which it kept %.1f busy and whom it asked %.1f

        """, median.transfersPerSecond, 100 * median.ratio,
      rounds.map { String(format: "%.0f", 100 * $0.ratio) }.joined(separator: " "), median.limit,
      median.busy.own, median.busy.served)
  }

  /// How many senders all processors recover in a second.
  private static func recoveriesPerSecond() throws -> Double {
    var wallet = try Wallet(seed: 9)
    let raw = try (0..<64).map { _ in
      try wallet.sign(to: Address(FixedBytes(storage: InlineArray(repeating: 1)))).message.raw
    }
    let rounds = 400
    let begun = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: rounds) { _ in
      for bytes in raw {
        guard let transaction = try? Transaction(decoding: bytes, for: ChainID(20_480)),
          (try? Unverified(transaction).recovered()) != nil
        else { preconditionFailure("what a wallet signs has a sender") }
      }
    }
    return Double(rounds * raw.count) / ((ContinuousClock.now - begun) / .seconds(1))
  }
}
