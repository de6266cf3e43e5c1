import Chain
import Codec
import Cryptography
import RPC

extension TransactionCommands {
  static let send = Command(
    "send", summary: "Sign a transaction, send it, and wait for its block",
    discussion: """
      A transaction in a block is final. The exit code is 1 if it failed there. Calls of contracts \
      have commands of their own, such as `tradewind staking delegate`.
      """,
    examples: [
      .init(
        "tradewind tx send st1… 1.5stos --key alice.json",
        "Pays 1.5 STOS and prints block and fee.")
    ],
    arguments: [
      .init("RECIPIENT", .address, summary: "Who gets it, in hex or bech32"),
      .init("AMOUNT", .amount, .standard("0wei"), summary: "How much, with its unit"),
    ],
    options: [
      .init([.value("data", .data, name: "HEX", summary: "Calldata to send along")])
    ] + OutgoingTransaction.options
  ) { invocation, console throws(CommandFailure) in
    try OutgoingTransaction(
      recipient: invocation.value("RECIPIENT"), value: invocation.value("AMOUNT"),
      data: invocation.optionalValue("data") ?? []
    ).send(invocation, on: console)
  }

  static let call = Command(
    "call", summary: "Ask what a call would return, without sending anything",
    arguments: [
      .init("RECIPIENT", .address, summary: "Whom to call, in hex or bech32"),
      .init("DATA", .data, .standard("0x"), summary: "The calldata in hex"),
    ],
    options: [
      .init([
        .value("from", .address, name: "ADDRESS", summary: "Who would call"),
        .value("value", .amount, name: "AMOUNT", summary: "How much would be attached"),
        block,
      ]), NodeClient.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    var request: JSONObject = [
      "to": .string("\(invocation.value("RECIPIENT", as: Address.self))"),
      "input": .data(invocation.value("DATA")),
    ]
    if let sender: Address = invocation.optionalValue("from") {
      request.append("from", .string("\(sender)"))
    }
    if let value: Wei = invocation.optionalValue("value") {
      request.append("value", .quantity(value.units))
    }
    let block: JSONValue = invocation.value("block")
    let answer = try NodeClient(invocation).call("eth_call", .object(request), block)
    guard let data = answer.data else { throw .failed("the node returns no bytes") }
    try console.print(Hex.encode(data.span, prefix: true) + "\n")
  }

  static let wait = Command(
    "wait", summary: "Wait until a transaction is in a block, and print its receipt",
    discussion: "The exit code is 1 if it failed there, or is in no block in time.",
    arguments: [.init("HASH", .hash, summary: "The hash of the transaction")],
    options: [
      .init([OutgoingTransaction.timeout, .flag("json", summary: "Print the receipt as JSON")]),
      NodeClient.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let hash: Digest = invocation.value("HASH")
    let node = try NodeClient(invocation)
    let receipt = try ReceiptWait(node: node, hash: "\(hash)", invocation).receipt()
    try ReceiptText.print(receipt, invocation, on: console)
    guard receipt["status"] == "0x1" else { throw .failed("the transaction failed in its block") }
  }

  /// After which block to ask; read as the `JSONValue` that the interface takes.
  static let block = Command.Option.value(
    "block",
    Command.ValueType(allowed: "a height, latest, or earliest") {
      text throws(Command.ValueRefusal) in
      if ["latest", "earliest"].contains(text) { return JSONValue.string(text) }
      guard let height = UInt64(text) else { throw Command.ValueRefusal() }
      return JSONValue.quantity(height)
    }, name: "HEIGHT", .standard("latest"), summary: "The block after which to ask")
}
