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
  }

  private struct State {
    var payments: [Payment] = []
    var isEnding = false
    var runningCount = 0
  }

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
    state.withLock { $0.isEnding = true }
    while state.withLock({ $0.runningCount }) > 0 { Thread.sleep(forTimeInterval: 0.05) }
  }

  private var isEnding: Bool { state.withLock { $0.isEnding } }

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
      // Whoever ends gives up on a payment that no node has taken.
      var turns = 0
      while turns < 200 || !isEnding {
        turns += 1
        let client = devnet.client(node % devnet.nodeCount)
        _ = try? client.call("eth_sendRawTransaction", [raw])
        if let final = receipt(of: hash, at: client) {
          state.withLock { $0.payments.append(Payment(hash: hash, blockHash: final)) }
          break
        }
        node += 1
      }
    }
  }

  /// The block of a payment, if it comes into one soon.
  private func receipt(of hash: JSONValue, at client: RPCClient) -> JSONValue? {
    for _ in 0..<20 {
      guard let answer = try? client.call("eth_getTransactionReceipt", [hash]) else { return nil }
      if case .object(let receipt) = answer { return receipt["blockHash"] }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return nil
  }
}
