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

  fileprivate struct State {
    var payments: [Payment] = []
    var isEnding = false
    var isAbandoned = false
    var runningCount = 0
  }

  /// What the threads share; they do not keep the load, whose end is theirs.
  fileprivate final class Shared: Sendable {
    fileprivate let clients: [RPCClient]
    fileprivate let state = Mutex(State())

    init(_ clients: [RPCClient]) { self.clients = clients }
  }

  private let shared: Shared

  /// Begins to pay from accounts whose keys are these.
  init(_ keys: [String], on devnet: LiveDevnet) throws {
    let wallets = try keys.map { try Wallet(secret: Hex.decode($0, as: FixedBytes<32>.self)) }
    shared = Shared((0..<devnet.nodeCount).map(devnet.client))
    for (number, wallet) in wallets.enumerated() {
      shared.state.withLock { $0.runningCount += 1 }
      let thread = Thread { [shared] in
        shared.pay(from: wallet, number)
        shared.state.withLock { $0.runningCount -= 1 }
      }
      thread.start()
    }
  }

  /// Whoever fails before it has stopped the load leaves nobody paying.
  deinit {
    shared.state.withLock { $0.isAbandoned = true }
  }

  var payments: [Payment] { shared.state.withLock { $0.payments } }

  var count: Int { shared.state.withLock { $0.payments.count } }

  /// Lets nobody begin another payment, and waits for those that are under way.
  func stop() {
    shared.state.withLock { $0.isEnding = true }
    while shared.state.withLock({ $0.runningCount }) > 0 { Thread.sleep(forTimeInterval: 0.05) }
  }
}

extension PaymentLoad.Shared {
  private var isEnding: Bool { state.withLock { $0.isEnding || $0.isAbandoned } }
  private var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

  fileprivate func pay(from wallet: Wallet, _ number: Int) {
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
      while turns < 200 || !isEnding, !isAbandoned {
        turns += 1
        let client = clients[node % clients.count]
        _ = try? client.call("eth_sendRawTransaction", [raw])
        if let final = receipt(of: hash, at: client) {
          state.withLock { $0.payments.append(PaymentLoad.Payment(hash: hash, blockHash: final)) }
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
