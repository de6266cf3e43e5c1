import Codec
import Ledger
import RPC

extension PublishedInterface {
  /// The interface as client libraries read it: an array of methods and events.
  package var json: String {
    JSONValue.array(contract.methods.map(entry) + contract.events.map(entry)).render() + "\n"
  }

  private func entry(_ method: ContractMethod) -> JSONValue {
    [
      "type": "function",
      "name": .string(method.signature.name),
      "inputs": .array(method.inputs.map { .object(members(of: $0)) }),
      "outputs": .array(method.outputs.map { .object(members(of: $0)) }),
      "stateMutability": .string(method.mutability.rawValue),
    ]
  }

  private func entry(_ event: ContractEvent) -> JSONValue {
    let inputs = event.fields.map { field in
      var members = members(of: field)
      members.append("indexed", .boolean(field.isIndexed))
      return JSONValue.object(members)
    }
    return [
      "type": "event",
      "name": .string(event.signature.name),
      "inputs": .array(inputs),
      "anonymous": false,
    ]
  }

  private func members(of field: ABIField) -> JSONObject {
    var members: JSONObject = [
      "name": .string(field.name), "type": .string(jsonName(of: field.type)),
    ]
    guard !field.members.isEmpty else { return members }
    // Libraries that generate code call their types by the name that a compiler would leave here.
    members.append(
      "internalType", .string("struct \(solidityName).\(SolidityName.type(of: field))"))
    members.append("components", .array(field.members.map { .object(self.members(of: $0)) }))
    return members
  }

  private func jsonName(of type: ABIType) -> String {
    switch type {
    case .tuple: "tuple"
    case .array(let element): jsonName(of: element) + "[]"
    case .uint, .address, .bool, .fixedBytes, .bytes, .string: type.name
    }
  }
}
