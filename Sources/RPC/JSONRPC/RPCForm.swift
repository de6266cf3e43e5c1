/// What a value looks like on the wire, for documentation.
package struct RPCForm: Sendable, Equatable {
  /// The word for it, such as `quantity`.
  package let name: String
  package let summary: String

  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

extension RPCForm {
  package static let quantity = RPCForm("quantity", "a number in hex without leading zeros")
  package static let data = RPCForm("data", "bytes in hex, two digits each")
  package static let boolean = RPCForm("boolean", "true or false")
  package static let text = RPCForm("text", "a string")
  package static let number = RPCForm("number", "a whole number")
  package static let any = RPCForm("any", "any JSON value")

  package static func list(of element: RPCForm) -> RPCForm {
    RPCForm("\(element.name)[]", "a list; each element is \(element.summary)")
  }

  package static func object(_ summary: String) -> RPCForm { RPCForm("object", summary) }
}
