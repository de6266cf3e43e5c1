import Codec
import Ledger
import Node

extension PublishedInterface {
  /// The interface as client libraries read it: an array of methods and events.
  package var json: String {
    JSONText.array(contract.methods.map(entry) + contract.events.map(entry)).render() + "\n"
  }

  private func entry(_ method: ContractMethod) -> JSONText {
    .object([
      ("type", .string("function")),
      ("name", .string(method.signature.name)),
      ("inputs", .array(method.inputs.map { .object(members(of: $0)) })),
      ("outputs", .array(method.outputs.map { .object(members(of: $0)) })),
      ("stateMutability", .string(method.mutability.rawValue)),
    ])
  }

  private func entry(_ event: ContractEvent) -> JSONText {
    let inputs = event.fields.map { field in
      JSONText.object(members(of: field) + [("indexed", .boolean(field.isIndexed))])
    }
    return .object([
      ("type", .string("event")),
      ("name", .string(event.signature.name)),
      ("inputs", .array(inputs)),
      ("anonymous", .boolean(false)),
    ])
  }

  private func members(of field: ABIField) -> [(name: String, value: JSONText)] {
    let members: [(name: String, value: JSONText)] = [
      ("name", .string(field.name)), ("type", .string(jsonName(of: field.type))),
    ]
    guard !field.members.isEmpty else { return members }
    // Libraries that generate code call their types by the name that a compiler would leave here.
    let tuple = "struct \(solidityName).\(SolidityName.type(of: field))"
    let components = JSONText.array(field.members.map { .object(self.members(of: $0)) })
    return members + [("internalType", .string(tuple)), ("components", components)]
  }

  private func jsonName(of type: ABIType) -> String {
    switch type {
    case .tuple: "tuple"
    case .array(let element): jsonName(of: element) + "[]"
    case .uint, .address, .bool, .fixedBytes, .bytes, .string: type.name
    }
  }
}
