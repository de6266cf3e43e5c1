/// A command that is to run, with the value of every parameter.
package struct Invocation: Sendable {
  package let path: String
  package let command: Command
  /// The values by parameter name, in the order of the line.
  private let values: [String: [any Sendable]]

  init(place: CommandTree.Place, values: [String: [any Sendable]]) {
    path = place.path
    command = place.command
    self.values = values
  }

  package func run(on console: Console) throws(CommandFailure) {
    switch command.body {
    case .group:
      preconditionFailure("only a leaf of the tree is invoked")
    case .leaf(_, _, let action):
      try action(self, console)
    }
  }

  /// The value of a parameter that is required or has a standard value.
  package func value<Value>(_ name: String, as type: Value.Type = Value.self) -> Value {
    guard let value = optionalValue(name, as: type) else {
      preconditionFailure("\(path) always has a value for \(name)")
    }
    return value
  }

  /// The value of a parameter that may be left out.
  package func optionalValue<Value>(_ name: String, as type: Value.Type = Value.self) -> Value? {
    allValues(name, as: type).first
  }

  /// The values of a parameter that may be repeated.
  package func allValues<Value>(_ name: String, as type: Value.Type = Value.self) -> [Value] {
    declare(name)
    return (values[name] ?? []).map { value in
      guard let value = value as? Value else {
        preconditionFailure("\(path) asks for \(name) as the type it is read as")
      }
      return value
    }
  }

  package func isSet(flag name: String) -> Bool {
    declare(name)
    return values[name] != nil
  }

  private func declare(_ name: String) {
    let isKnown =
      command.arguments.contains { $0.name == name } || command.options.contains { $0.name == name }
    precondition(isKnown, "\(path) asks only for parameters it declares")
  }
}
