/// The members of an object in the order they were written, each name once.
package struct JSONObject: Sendable, Hashable {
  /// A name with its value.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  package private(set) var members: [Member] = []

  package init() {}

  /// Takes members whose names differ.
  init(checked members: [Member]) {
    self.members = members
  }

  package subscript(name: String) -> JSONValue? {
    members.first { $0.name == name }?.value
  }

  package mutating func append(_ name: String, _ value: JSONValue) {
    precondition(self[name] == nil, "each name stands once in an object")
    members.append(Member(name, value))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    for (name, value) in members { append(name, value) }
  }
}
