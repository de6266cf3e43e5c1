package import Chain
import Codec

/// A call that is only asked about, as clients describe it.
package struct CallRequest: Sendable {
  package var sender = Address.zero
  package let recipient: Address
  package var value = Wei.zero
  package var data: [UInt8] = []
  /// How much gas the caller would pay for, if it says so.
  package var gas: UInt64?
}

extension RPCType where Value == CallRequest {
  /// Members that have no meaning here are passed over, as by other nodes.
  package static let call = RPCType(.object("a call: from, to, value, input")) {
    json throws(RPCFormError) in
    guard case .object(let object) = json else {
      throw RPCFormError("\(json.kind) where an object is expected")
    }
    func member<Member>(
      _ name: String, _ type: RPCType<Member>
    ) throws(RPCFormError) -> Member? {
      guard let value = object[name], value != .null else { return nil }
      do throws(RPCFormError) {
        return try type.read(value)
      } catch {
        throw RPCFormError("\(name): \(error.reason)")
      }
    }
    guard let recipient = try member("to", .address) else {
      throw RPCFormError("contracts cannot be created on this chain: `to` must name an account")
    }
    let (input, data) = (try member("input", .data), try member("data", .data))
    guard input == nil || data == nil || input == data else {
      throw RPCFormError(
        "both \"data\" and \"input\" are set and not equal. Please use \"input\" to pass calldata")
    }
    guard (input ?? data ?? []).count <= ProtocolLimits.transactionSizeBytesMax else {
      throw RPCFormError("no transaction has so much calldata")
    }
    var request = CallRequest(recipient: recipient)
    request.sender = try member("from", .address) ?? .zero
    request.value = Wei(try member("value", .quantity) ?? 0 as UInt128)
    request.data = input ?? data ?? []
    request.gas = try member("gas", .quantity)
    return request
  }
}
