import Chain
import Codec
import Cryptography
import Foundation
package import RPC

/// A node as commands talk to it, which may run on another machine.
struct NodeClient: Sendable {
  /// Every command that asks a node takes these.
  static let options = Command.OptionGroup(
    title: "Node",
    [
      .value(
        "rpc", letter: "r", .endpoint, name: "URL",
        summary: "Where the node serves clients; without it TRADEWIND_RPC, or this machine")
    ])

  private static let standard = "http://127.0.0.1:8545"

  private let client: RPCClient

  init(_ invocation: Invocation) throws(CommandFailure) {
    if let endpoint: RPCEndpoint = invocation.optionalValue("rpc") {
      client = RPCClient(endpoint)
      return
    }
    let text = ProcessInfo.processInfo.environment["TRADEWIND_RPC"] ?? Self.standard
    guard let endpoint = RPCEndpoint(text) else {
      throw .failed(
        "the variable TRADEWIND_RPC is \(Quotation.of(text)); it takes an address such as "
          + Self.standard)
    }
    client = RPCClient(endpoint)
  }

  /// Calls a method; why there is no result is known to whoever handles the error.
  func attempt(
    _ method: String, _ parameters: JSONValue...
  ) throws(RPCClientFailure) -> JSONValue {
    try client.call(method, parameters)
  }

  /// Calls a method that has a result unless something is wrong.
  func call(_ method: String, _ parameters: JSONValue...) throws(CommandFailure) -> JSONValue {
    do throws(RPCClientFailure) {
      return try client.call(method, parameters)
    } catch {
      throw .failed("\(error)")
    }
  }

  /// Calls a method whose result is a number.
  func number<Number: FixedWidthInteger>(
    _ method: String, _ parameters: JSONValue..., as type: Number.Type = Number.self
  ) throws(CommandFailure) -> Number {
    let result: JSONValue
    do throws(RPCClientFailure) {
      result = try client.call(method, parameters)
    } catch {
      throw .failed("\(error)")
    }
    guard let number = result.quantity(as: type) else {
      throw .failed("\(client.endpoint) is no node: \(method) is answered with no number")
    }
    return number
  }
}

extension JSONValue {
  /// A number as Ethereum's interface writes it.
  package func quantity<Number: FixedWidthInteger>(as type: Number.Type = Number.self) -> Number? {
    guard case .string(let text) = self, text.hasPrefix("0x") else { return nil }
    return Number(text.dropFirst(2), radix: 16)
  }

  /// Bytes as Ethereum's interface writes them.
  package var data: [UInt8]? {
    guard case .string(let text) = self else { return nil }
    return try? Hex.decode(text)
  }

  package static func quantity(_ number: some UnsignedInteger & FixedWidthInteger) -> JSONValue {
    .string("0x" + String(number, radix: 16))
  }

  package static func data(_ bytes: [UInt8]) -> JSONValue {
    .string(Hex.encode(bytes.span, prefix: true))
  }
}

extension Command.ValueType {
  /// Read as an `RPCEndpoint`.
  package static let endpoint = Self(allowed: "an address such as http://127.0.0.1:8545") {
    text throws(Command.ValueRefusal) in
    guard let endpoint = RPCEndpoint(text) else { throw Command.ValueRefusal() }
    return endpoint
  }

  /// Either form of an address; read as an `Address`.
  static let address = Self(allowed: "an address in hex or bech32") {
    text throws(Command.ValueRefusal) in
    do throws(AddressError) {
      return try Address(text: text)
    } catch {
      throw Command.ValueRefusal("\(error)")
    }
  }

  /// Read as a `Wei`.
  static let amount = Self(allowed: "an amount with its unit, such as 1.5stos, 20gwei or 7wei") {
    text throws(Command.ValueRefusal) in
    do throws(WeiTextError) {
      return try Wei(text: text)
    } catch {
      throw Command.ValueRefusal("\(error)")
    }
  }

  /// Read as a `[UInt8]`.
  static let data = Self(allowed: "bytes in hex") { text throws(Command.ValueRefusal) in
    do throws(HexError) {
      return try Hex.decode(text)
    } catch {
      throw Command.ValueRefusal("\(error)")
    }
  }

  /// Read as a `Digest`.
  static let hash = Self(allowed: "a hash of 32 bytes in hex") {
    text throws(Command.ValueRefusal) in
    guard let bytes = try? Hex.decode(text, as: FixedBytes<32>.self) else {
      throw Command.ValueRefusal()
    }
    return Digest(bytes)
  }
}
