import Chain
import Codec
import Cryptography
import Foundation
import RPC
import Synchronization
import TestSupport

/// Payments of several people, each to a node of the network that answers, one after the other.
final class PaymentLoad: Sendable {
  /// A payment that a node has said is final.
  struct Payment {
    let hash: JSONValue
    let blockHash: JSONValue
    let height: UInt64
  }

  private struct State {
    var payments: [Payment] = []
    var ending: Date?
    var runningCount = 0
  }

  /// How long whoever ends waits for a payment that no node has taken.
  private static let patience = 20.0
  /// How long everybody rests between two payments, so that what comes of them can be compared.
  private static let rest = 0.1

  private let devnet: LiveDevnet
  private let state = Mutex(State())

  /// Begins to pay from accounts whose keys are these.
  init(_ keys: [String], on devnet: LiveDevnet) throws {
    self.devnet = devnet
    for (number, key) in keys.enumerated() {
      let wallet = try Wallet(secret: Hex.decode(key, as: FixedBytes<32>.self))
      state.withLock { $0.runningCount += 1 }
      let thread = Thread { [self] in
        pay(from: wallet, number)
        state.withLock { $0.runningCount -= 1 }
      }
      thread.start()
    }
  }

  var payments: [Payment] { state.withLock { $0.payments } }

  var count: Int { state.withLock { $0.payments.count } }

  /// Lets nobody begin another payment, and waits for those that are under way.
  func stop() {
    state.withLock { $0.ending = $0.ending ?? Date() }
    while state.withLock({ $0.runningCount }) > 0 { Thread.sleep(forTimeInterval: 0.05) }
  }

  private var isEnding: Bool { state.withLock { $0.ending != nil } }

  private var isOver: Bool {
    state.withLock { $0.ending.map { Date() > $0 + Self.patience } ?? false }
  }

  private func pay(from wallet: Wallet, _ number: Int) {
    var wallet = wallet
    var node = number
    while !isEnding {
      guard
        let payment = try? wallet.sign(
          to: wallet.address, value: Wei(1), gasLimit: 21_000, maxFee: Wei(gwei: 100)
        ).message
      else { return }
      let raw = JSONValue.string(Hex.encode(payment.raw.span, prefix: true))
      let hash = JSONValue.string("\(payment.hash)")
      while !isOver {
        let client = devnet.client(node % devnet.nodeCount)
        _ = try? client.call("eth_sendRawTransaction", [raw])
        if let final = receipt(of: hash, at: client) {
          let (block, height) = final
          state.withLock {
            $0.payments.append(Payment(hash: hash, blockHash: block, height: height))
          }
          break
        }
        node += 1
      }
      Thread.sleep(forTimeInterval: Self.rest)
    }
  }

  /// The block of a payment, if it comes into one soon.
  private func receipt(
    of hash: JSONValue, at client: RPCClient
  ) -> (block: JSONValue, height: UInt64)? {
    for _ in 0..<20 {
      guard let answer = try? client.call("eth_getTransactionReceipt", [hash]) else { return nil }
      if case .object(let receipt) = answer, let block = receipt["blockHash"],
        let height = try? LiveNode.number(receipt["blockNumber"])
      {
        return (block, height)
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return nil
  }
}
