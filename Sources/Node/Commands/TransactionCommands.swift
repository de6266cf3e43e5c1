import Chain
import Codec
import Cryptography
import RPC

/// Commands about transactions.
enum TransactionCommands {
  static let group = Command(
    "tx", summary: "Send transactions, ask what they would do, and look into them",
    commands: [send, call, wait, decode])

  private static let decode = Command(
    "decode", summary: "Show what a raw transaction says, and who signed it",
    discussion: """
      Prints the members of a signed transaction as JSON, by the names and in the form that \
      Ethereum's interface uses for them. A transaction that this chain would not take is \
      refused, with the reason.
      """,
    examples: [
      .init(
        "tradewind tx decode --chain-id 7 0x02f8…", "Decodes a transaction given in hex."),
      .init(
        "curl … | tradewind tx decode --chain-id 7 -", "Decodes a transaction that is piped in."),
    ],
    arguments: [
      .init("HEX", .text, summary: "The raw transaction in hex, or - to read it from the input")
    ],
    options: [
      .init([
        .value(
          "chain-id", .number(), name: "N", .required,
          summary: "The chain the transaction must be signed for")
      ])
    ],
    action: show)

  @Sendable private static func show(
    _ invocation: Invocation, on console: Console
  ) throws(CommandFailure) {
    let chain = ChainID(invocation.value("chain-id", as: UInt64.self))
    let raw = try bytes(of: invocation.value("HEX"), on: console)
    let transaction: Transaction
    do {
      transaction = try Transaction(decoding: raw, for: chain)
    } catch {
      throw .failed("this is no transaction of chain \(chain): \(error)")
    }
    let recovered: Recovered<Transaction>
    do {
      recovered = try Unverified(transaction).recovered()
    } catch {
      throw .failed("the sender cannot be recovered: \(error)")
    }
    try console.print(json(recovered).render() + "\n")
  }

  private static func bytes(
    of argument: String, on console: Console
  ) throws(CommandFailure) -> [UInt8] {
    var text = argument
    if argument == "-" {
      // Two digits a byte, the prefix, and whatever white space surrounds them.
      let input = try console.readInput(atMost: 2 * ProtocolLimits.transactionSizeBytesMax + 1024)
      text = String(decoding: input, as: UTF8.self)
        .split(whereSeparator: \.isWhitespace).joined()
    }
    do {
      return try Hex.decode(text)
    } catch {
      throw .failed("the transaction is not in hex: \(error)")
    }
  }

  private static func json(_ recovered: Recovered<Transaction>) -> JSONValue {
    let transaction = recovered.message
    var members: JSONObject = [
      "hash": .string("\(transaction.hash)"),
      "type": quantity(transaction.kind.rawValue),
      "chainId": quantity(transaction.chainID.units),
      "from": .string("\(recovered.signer)"),
      "nonce": quantity(transaction.nonce),
      "to": .string("\(transaction.recipient)"),
      "value": quantity(transaction.value.units),
      "gas": quantity(transaction.gasLimit.units),
    ]
    switch transaction.kind {
    case .legacy, .accessList:
      members.append("gasPrice", quantity(transaction.maxFeePerGas.units))
    case .dynamicFee:
      members.append("maxFeePerGas", quantity(transaction.maxFeePerGas.units))
      members.append("maxPriorityFeePerGas", quantity(transaction.maxPriorityFeePerGas.units))
    }
    members.append("input", .string(Hex.encode(Array(transaction.data).span, prefix: true)))
    switch transaction.kind {
    case .legacy: break
    case .accessList, .dynamicFee: members.append("accessList", json(transaction.accessList))
    }
    let signature = transaction.signature
    members.append("r", .string("\(signature.r)"))
    members.append("s", .string("\(signature.s)"))
    members.append("yParity", quantity(signature.isOdd ? 1 as UInt8 : 0))
    return .object(members)
  }

  private static func json(_ list: AccessList) -> JSONValue {
    .array(
      list.entries.map { entry in
        [
          "address": .string("\(entry.address)"),
          "storageKeys": .array(entry.storageKeys.map { .string("\($0)") }),
        ]
      })
  }

  /// A number as Ethereum's interface writes it: in hex without leading zeros.
  private static func quantity(_ number: some UnsignedInteger & FixedWidthInteger) -> JSONValue {
    .string("0x" + String(number, radix: 16))
  }
}
