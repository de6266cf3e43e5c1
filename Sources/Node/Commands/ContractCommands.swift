import Chain
import Codec
import Cryptography
import Ledger
import RPC

/// A command for every method of every contract, made from the contracts' own declarations.
enum ContractCommands {
  static let groups: [Command] =
    Contracts.placed.filter { placed in
      !Contracts.faces.contains { $0.name == placed.contract.name }
    }.map { group(of: $0.contract, at: $0.address) }
    + Contracts.faces.map { group(of: $0, at: nil) }

  /// What the address of a token or pool is called, where a contract answers at each.
  private static let place = "CONTRACT"

  private static func group(of contract: Contract, at address: Address?) -> Command {
    Command(
      commandName(contract.name), summary: sentence(contract.summary),
      discussion: """
        \(address.map { "The contract answers at \($0)." } ?? "Each answers at its own address.") \
        Amounts are written with a unit, such as 1.5stos, or as a number of the smallest units; \
        addresses in hex or bech32; lists with commas, or as JSON.
        """,
      commands: contract.methods.map { command(for: $0, at: address) })
  }

  private static func command(for method: ContractMethod, at address: Address?) -> Command {
    var arguments = method.inputs.map { field in
      Command.Argument(
        argumentName(field.name), type(of: field), summary: summary(of: field))
    }
    if address == nil {
      arguments.insert(
        .init(place, .address, summary: "The address of the token or pool"), at: 0)
    }
    switch method.mutability {
    case .view:
      return Command(
        commandName(method.signature.name), summary: sentence(method.summary),
        arguments: arguments,
        options: [
          .init([
            TransactionCommands.block, .flag("json", summary: "Print the results as JSON"),
          ]), NodeClient.options,
        ]
      ) { invocation, console throws(CommandFailure) in
        try view(method, at: address, invocation, on: console)
      }
    case .nonpayable, .payable:
      let value = Command.Option.value(
        "value", .amount, name: "AMOUNT", summary: "How much money goes with the call")
      let own = method.mutability == .payable ? [Command.OptionGroup([value])] : []
      return Command(
        commandName(method.signature.name), summary: sentence(method.summary),
        arguments: arguments, options: own + OutgoingTransaction.options
      ) { invocation, console throws(CommandFailure) in
        var transaction = OutgoingTransaction(
          recipient: address ?? invocation.value(place), data: calldata(of: method, invocation))
        if method.mutability == .payable {
          transaction.value = invocation.optionalValue("value") ?? .zero
        }
        try transaction.send(invocation, on: console)
      }
    }
  }

  private static func view(
    _ method: ContractMethod, at address: Address?, _ invocation: Invocation, on console: Console
  ) throws(CommandFailure) {
    let request: JSONObject = [
      "to": .string("\(address ?? invocation.value(place))"),
      "input": .data(calldata(of: method, invocation)),
    ]
    let answer = try NodeClient(invocation).call(
      "eth_call", .object(request), invocation.value("block"))
    guard let bytes = answer.data,
      let values = try? ContractValue.decode(bytes, as: method.outputs.map(\.type))
    else { throw .failed("the answer is none of \(method.signature.name)") }
    var object = JSONObject()
    for (place, (value, field)) in zip(values, method.outputs).enumerated() {
      object.append(field.name.isEmpty ? "result\(place)" : field.name, value.json(as: field))
    }
    if invocation.isSet(flag: "json") {
      try console.print(JSONValue.object(object).render() + "\n")
    } else {
      let width = method.outputs.count == 1 ? 0 : object.members.map(\.name.count).max() ?? 0
      try console.print(object.members.map { line($0, width: width) }.joined())
    }
  }

  /// A result in a line of its own; a single one stands without its name.
  private static func line(_ member: JSONObject.Member, width: Int) -> String {
    let text: String
    if case .string(let string) = member.value {
      text = string
    } else {
      text = String(decoding: member.value.compactBytes, as: UTF8.self)
    }
    guard width > 0 else { return text + "\n" }
    let gap = String(repeating: " ", count: width - member.name.count + 1)
    return "\(member.name):\(gap)\(text)\n"
  }

  private static func calldata(of method: ContractMethod, _ invocation: Invocation) -> [UInt8] {
    let values = method.inputs.map { field in
      invocation.value(argumentName(field.name), as: ContractValue.self)
    }
    return method.selector.array
      + ContractValue.encode(values, as: method.inputs.map(\.type))
  }

  private static func type(of field: ABIField) -> Command.ValueType {
    Command.ValueType(allowed: allowed(for: field.type)) { text throws(Command.ValueRefusal) in
      try ContractValue(text: text, as: field)
    }
  }

  private static func allowed(for type: ABIType) -> String {
    switch type {
    case .uint(let bits) where bits < 100: "a number"
    case .uint: "a number, or an amount such as 1.5stos"
    case .address: "an address in hex or bech32"
    case .bool: "true or false"
    case .fixedBytes(let count): "bytes in hex, \(count) of them"
    case .bytes: "bytes in hex"
    case .string: "a text"
    case .array(.tuple): "a list of records, as JSON"
    case .array: "a list with commas, or as JSON"
    case .tuple: "a record as JSON"
    }
  }

  private static func summary(of field: ABIField) -> String {
    let text = allowed(for: field.type)
    let members = field.members.map { "\($0.name) \($0.type.name)" }
    return text.prefix(1).uppercased() + text.dropFirst()
      + (members.isEmpty ? "" : ": " + members.joined(separator: ", "))
  }

  // MARK: Names

  /// `withdrawReward` as `withdraw-reward`, `MINIMUM_LIQUIDITY` as `minimum-liquidity`.
  static func commandName(_ name: String) -> String {
    words(of: name).joined(separator: "-")
  }

  private static func argumentName(_ name: String) -> String {
    words(of: name).joined(separator: "-").uppercased()
  }

  /// A capital begins a word behind a small letter, and the last of several in front of one.
  private static func words(of name: String) -> [String] {
    let letters = Array(name)
    var words: [String] = []
    for (place, letter) in letters.enumerated() where letter != "_" {
      let last = place == 0 ? "_" : letters[place - 1]
      let next = place + 1 < letters.count ? letters[place + 1] : "_"
      let isEdge = letter.isUppercase && (!last.isUppercase || next.isLowercase)
      if words.isEmpty || last == "_" || isEdge { words.append("") }
      words[words.count - 1] += letter.lowercased()
    }
    return words
  }

  /// A summary as lists of commands have it.
  private static func sentence(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
