import Chain
import Codec
import Cryptography
import Foundation
import RPC
import TestSupport

/// Many transfers at once, from several accounts, handed to one node in batches.
struct TransferLoad {
  /// As many of one sender as may wait at a time.
  private static let waitingMax = 900
  private static let batchSize = 100

  private let network: BenchedNetwork

  init(_ network: BenchedNetwork) {
    self.network = network
  }

  /// Sends transfers, no faster than they are taken, and returns how many a second got into blocks.
  mutating func run(count: Int) throws -> Double {
    let each = count / network.wallets.count
    let recipient = Address(FixedBytes(storage: InlineArray(repeating: 0x5B)))
    var signed: [[[UInt8]]] = []
    for place in network.wallets.indices {
      signed.append(
        try (0..<each).map { _ in
          try network.wallets[place].sign(
            to: recipient, value: Wei(1), gasLimit: 21_000, maxFee: Wei(gwei: 1_000)
          ).message.raw
        })
    }
    let node = network.nodes[0]
    let firstNonces = network.wallets.map { $0.nonce - UInt64(each) }
    let begun = ContinuousClock.now
    var sent = [Int](repeating: 0, count: signed.count)
    while true {
      var isDone = true
      for place in signed.indices {
        let wallet = network.wallets[place]
        let done = Int(try Self.nonce(of: wallet.address, at: node) - firstNonces[place])
        isDone = isDone && done == each
        while sent[place] < each, sent[place] - done < Self.waitingMax {
          let end = min(sent[place] + Self.batchSize, each)
          try node.submit(signed[place][sent[place]..<end])
          sent[place] = end
        }
      }
      if isDone { break }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return Double(each * signed.count) / ((ContinuousClock.now - begun) / .seconds(1))
  }

  private static func nonce(of address: Address, at node: BenchedNode) throws -> UInt64 {
    guard
      case .string(let text) = try node.call(
        "eth_getTransactionCount", .string("\(address)"), .string("latest")),
      let nonce = UInt64(text.dropFirst(2), radix: 16)
    else { throw ReadBench.Failure(description: "an account has no nonce") }
    return nonce
  }
}
