import Chain
import Codec
import Cryptography
import Ledger
import Node
import RPC
import TestSupport

/// A node as those who live on its chain talk to it: waited for while it cannot be reached.
struct PatientNode: Sendable {
  private static let pauseSecondsMax = 2.0
  /// How long a transaction may be under way before it is handed in again.
  private static let receiptSecondsMax = 20.0

  let rpc: RPCClient
  let ending: Ending
  let tell: @Sendable (String) -> Void

  func call(_ method: String, _ parameters: JSONValue...) throws(TrafficFailure) -> JSONValue {
    var pause = 0.1
    var wasTold = false
    while true {
      do throws(RPCClientFailure) {
        return try rpc.call(method, parameters)
      } catch {
        if case .refused(let reason) = error { throw .refused(reason.message) }
        if !wasTold, pause >= 1 {
          tell("waiting: \(error)")
          wasTold = true
        }
      }
      try ending.sleep(seconds: pause)
      pause = min(2 * pause, Self.pauseSecondsMax)
    }
  }

  /// Asks for a number that an account has.
  private func number<Number: FixedWidthInteger>(
    _ method: String, of account: Address, at block: JSONValue
  ) throws(TrafficFailure) -> Number {
    guard let number: Number = try call(method, .string("\(account)"), block).quantity() else {
      throw .broken("\(method) is answered with no number")
    }
    return number
  }
}

extension PatientNode {
  /// Which chain it is.
  func network() throws(TrafficFailure) -> Network {
    while true {
      do throws(TrafficFailure) {
        guard case .object(let status) = try call("pot_status"),
          let chain: UInt64 = status["chainId"]?.quantity(),
          let hash = status["genesisHash"]?.data.flatMap({ FixedBytes<32>($0) })
        else { throw .broken("the node's status names no chain") }
        return Network(chainID: ChainID(chain), genesisHash: Digest(hash))
      } catch {
        // A node that has just begun may have no time to answer.
        guard case .refused = error else { throw error }
      }
      try ending.sleep(seconds: 0.5)
    }
  }

  func balance(of account: Address) throws(TrafficFailure) -> UInt128 {
    try number("eth_getBalance", of: account, at: "latest")
  }

  /// What a contract answers.
  func ask(_ contract: Address, _ data: [UInt8]) throws(TrafficFailure) -> [UInt8] {
    let request: JSONValue = ["to": .string("\(contract)"), "input": .data(data)]
    guard let bytes = try call("eth_call", request, "latest").data else {
      throw .broken("eth_call is answered with no bytes")
    }
    return bytes
  }

  /// The results of a view by their published names.
  func view(
    _ contract: Address, _ name: String, _ arguments: [UInt8] = []
  ) throws(TrafficFailure) -> NamedAnswer {
    let view = NamedAnswer.view(name, of: contract)
    return NamedAnswer(try ask(contract, Array(view.selector.array) + arguments), of: view)
  }
}

extension PatientNode {
  /// Sends a transaction and waits until it is in a block, in which it must succeed.
  func send(
    by sender: inout Wallet, to recipient: Address, _ data: [UInt8] = [], value: Wei = .zero
  ) throws(TrafficFailure) {
    sender.nonce = try number("eth_getTransactionCount", of: sender.address, at: "pending")
    let gas = PriceList.gas(to: recipient, data: data.span)
    let transaction: Transaction
    do {
      transaction = try sender.sign(
        to: recipient, value: value, data: data, gasLimit: gas.units, maxFee: Wei(gwei: 100)
      ).message
    } catch {
      preconditionFailure("whoever signs has a key that recovers: \(error)")
    }
    let hash = JSONValue.string("\(transaction.hash)")
    while true {
      // Handed in before an answer was lost, it is known or in a block by now.
      var isLate = false
      do throws(TrafficFailure) {
        _ = try call("eth_sendRawTransaction", .data(transaction.raw))
      } catch {
        guard case .refused(let reason) = error else { throw error }
        isLate = reason.hasPrefix("nonce too low")
        guard isLate || reason.hasPrefix("already known") else { throw error }
      }
      if let receipt = try receipt(of: hash, within: isLate ? 2 : Self.receiptSecondsMax) {
        guard receipt["status"] != "0x1" else { return }
        throw .refused(try reason(of: transaction, by: sender.address, in: receipt))
      }
      guard !isLate else {
        throw .refused("another transaction of \(sender.address) took the place of this one")
      }
    }
  }

  private func receipt(
    of hash: JSONValue, within seconds: Double
  ) throws(TrafficFailure) -> JSONObject? {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var pause = 0.01
    while clock.now < end {
      if case .object(let receipt) = try call("eth_getTransactionReceipt", hash) { return receipt }
      try ending.sleep(seconds: pause)
      pause = min(2 * pause, 0.25)
    }
    return nil
  }

  /// Why a transaction failed in its block, as far as asking again tells.
  private func reason(
    of transaction: Transaction, by sender: Address, in receipt: JSONObject
  ) throws(TrafficFailure) -> String {
    let request: JSONValue = [
      "from": .string("\(sender)"), "to": .string("\(transaction.recipient)"),
      "value": .quantity(transaction.value.units), "input": .data(transaction.data),
    ]
    do throws(TrafficFailure) {
      _ = try call("eth_call", request, receipt["blockNumber"] ?? "latest")
      return "it failed in its block"
    } catch {
      guard case .refused(let reason) = error else { throw error }
      return reason
    }
  }
}
