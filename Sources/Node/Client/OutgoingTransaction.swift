import Chain
import Codec
import Cryptography
import Foundation
import RPC

/// A transaction that a command signs and sends, and then follows into its block.
struct OutgoingTransaction {
  /// Every command that sends one takes these.
  static let options: [Command.OptionGroup] = [
    .init(
      title: "Transaction",
      [
        .value(
          "key", letter: "k", .path, name: "FILE", .required,
          summary: "The key file of the account that signs and pays"),
        .value("nonce", .number(), name: "N", summary: "Its number; without it the next one"),
        .value(
          "gas", .number(), name: "N", summary: "The gas to allow; without it what it takes"),
        .value(
          "max-fee", .amount, name: "AMOUNT",
          summary: "What a gas may cost at most; without it twice the base fee and the tip"),
        .value(
          "tip", .amount, name: "AMOUNT",
          summary: "What a gas pays on top of the base fee; without it what is usual"),
        .flag("no-wait", summary: "Print the hash and do not wait for the block"),
        timeout, .flag("json", summary: "Print the receipt as JSON"),
      ]), PassphraseSource.options, NodeClient.options,
  ]

  static let timeout = Command.Option.value(
    "timeout", .number(0...86_400), name: "SECONDS", .standard("60"),
    summary: "How long to wait for the block")

  let recipient: Address
  var value = Wei.zero
  var data: [UInt8] = []

  /// Sends it as the options say, and prints what comes of it.
  func send(
    _ invocation: Invocation, on console: Console
  ) throws(CommandFailure) {
    let node = try NodeClient(invocation)
    let chain = ChainID(try node.number("eth_chainId"))
    let path: String = invocation.value("key")
    let file = try StoredKey.read(path, on: console)
    let passphrase = try PassphraseSource(invocation).known(for: path, on: console)
    let key = try StoredKey.decrypt(file, at: path, passphrase: passphrase)
    let raw = try sign(for: chain, by: key, invocation, node)
    guard case .string(let hash) = try node.call("eth_sendRawTransaction", .data(raw)) else {
      throw .failed("the node does not tell the hash of the transaction")
    }
    guard !invocation.isSet(flag: "no-wait") else { return try console.print(hash + "\n") }
    let waiting = ReceiptWait(node: node, hash: hash, invocation)
    let receipt = try waiting.receipt()
    try ReceiptText.print(receipt, invocation, on: console)
    guard receipt["status"] != "0x1" else { return }
    let request = request(from: Address(of: key.publicKey))
    throw .failed(failure(of: request, at: receipt["blockNumber"] ?? "latest", node))
  }

  private func sign(
    for chain: ChainID, by key: borrowing PrivateKey, _ invocation: Invocation, _ node: NodeClient
  ) throws(CommandFailure) -> [UInt8] {
    let sender = Address(of: key.publicKey)
    let tip: Wei = try invocation.value("tip") { () throws(CommandFailure) in
      Wei(try node.number("eth_maxPriorityFeePerGas"))
    }
    let nonce: UInt64 = try invocation.value("nonce") { () throws(CommandFailure) in
      try node.number("eth_getTransactionCount", .string("\(sender)"), "pending")
    }
    let gas: UInt64 = try invocation.value("gas") { () throws(CommandFailure) in
      try node.number("eth_estimateGas", .object(request(from: sender)))
    }
    let fee: Wei = try invocation.value("max-fee") { () throws(CommandFailure) in
      try Self.fee(with: tip, node)
    }
    return UnsignedTransaction(
      chainID: chain, nonce: nonce, maxPriorityFeePerGas: tip, maxFeePerGas: fee,
      gasLimit: Gas(gas), recipient: recipient, value: value, data: data
    ).signed(by: key)
  }

  /// Room for the base fee to double before the transaction is in a block.
  private static func fee(with tip: Wei, _ node: NodeClient) throws(CommandFailure) -> Wei {
    guard case .object(let block) = try node.call("eth_getBlockByNumber", "latest", false),
      let base = block["baseFeePerGas"]?.quantity(as: UInt128.self), base < .max / 4,
      tip.units < .max / 4
    else { throw .failed("the node does not tell the base fee") }
    return Wei(2 * base + tip.units)
  }

  /// The transaction as a call that is only asked about.
  private func request(from sender: Address) -> JSONObject {
    [
      "from": .string("\(sender)"), "to": .string("\(recipient)"),
      "value": .quantity(value.units), "input": .data(data),
    ]
  }

  /// Why it failed in its block, as far as asking again afterwards tells.
  private func failure(of request: JSONObject, at block: JSONValue, _ node: NodeClient) -> String {
    do throws(RPCClientFailure) {
      _ = try node.attempt("eth_call", .object(request), block)
      return "the transaction failed in its block; its fee is paid"
    } catch {
      return "the transaction failed in its block, and its fee is paid: \(error)"
    }
  }
}

extension Invocation {
  /// The value of a parameter, or another one where it is left out.
  fileprivate func value<Value>(
    _ name: String, otherwise other: () throws(CommandFailure) -> Value
  ) throws(CommandFailure) -> Value {
    if let value: Value = optionalValue(name) { return value }
    return try other()
  }
}
