/// One named value of an argument list, a result or an event, as published ABIs describe it.
package struct ABIField: Hashable, Sendable {
  package let name: String
  package let type: ABIType
  /// Whether it is a topic of its event's logs, by which clients can look for them.
  package let isIndexed: Bool
  /// What a tuple, or each tuple of a list, is made of.
  package let members: [ABIField]
  /// What that tuple is called; empty for other types.
  package let tupleName: String

  package init(_ name: String, of value: any ABIValue.Type, isIndexed: Bool = false) {
    self.name = name
    type = value.abiType
    self.isIndexed = isIndexed
    members = value.abiMembers
    tupleName = value.abiTupleName
  }
}

/// The name of a field whose type the compiler finds out, as Solidity would write it.
///
/// `"indexed from"` is an argument of an event that clients can look for.
package struct ABIName<Value>: ExpressibleByStringLiteral, Sendable {
  let text: String
  let isIndexed: Bool

  package init(stringLiteral literal: String) {
    let mark = "indexed "
    isIndexed = literal.hasPrefix(mark)
    text = isIndexed ? String(literal.dropFirst(mark.count)) : literal
  }
}
