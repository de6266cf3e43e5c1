/// The methods that tell what methods there are.
enum RPCListing {
  static func methods(of declared: [RPCMethod]) -> [RPCMethod] {
    let modules = Set(declared.map { module(of: $0.name) } + ["rpc"]).sorted()
    var own: [RPCMethod] = []
    own.append(
      RPCMethod(
        "rpc_modules", summary: "Which groups of methods there are, with their versions",
        answer: .object("a version for each name"),
        example: .init(answer: ["eth": "1.0", "rpc": "1.0"]), effort: .instant
      ) { _ in
        .written { writer in
          writer.writeObject { writer in
            for name in modules {
              writer.writeName(name)
              writer.write("1.0")
            }
          }
        }
      })
    own.append(listing(of: declared + own))
    return own
  }

  private static func listing(of others: [RPCMethod]) -> RPCMethod {
    let form = RPCForm("object[]", "a description of each method")
    let example: RPCMethod.Example = .init(answer: [
      [
        "name": "rpc_modules", "summary": "Which groups of methods there are, with their versions",
        "params": [], "result": "object", "example": ["params": [], "result": ["rpc": "1.0"]],
      ]
    ])
    let name = "rpc_methods"
    let summary = "Every method, with its parameters, its answer and an example"
    let own = RPCMethod.describe(
      name: name, summary: summary, parameters: [], answer: form, example: example)
    let described = others.map(\.description) + [own]
    let bytes = JSONValue.array(described.sorted { $0.sortKey < $1.sortKey }).compactBytes
    return RPCMethod(name, summary: summary, answer: form, example: example, effort: .instant) {
      _ in
      .json(bytes)
    }
  }

  private static func module(of name: String) -> String {
    String(name.prefix { $0 != "_" })
  }
}

extension JSONValue {
  fileprivate var sortKey: String {
    guard case .object(let object) = self, case .string(let name) = object["name"] else {
      return ""
    }
    return name
  }
}

extension RPCMethod {
  /// The declaration as JSON.
  package var description: JSONValue {
    Self.describe(
      name: name, summary: summary, parameters: parameters, answer: answer, example: example)
  }

  fileprivate static func describe(
    name: String, summary: String, parameters: [Parameter], answer: RPCForm, example: Example
  ) -> JSONValue {
    [
      "name": .string(name), "summary": .string(summary),
      "params": .array(
        parameters.map { parameter in
          [
            "name": .string(parameter.name), "form": .string(parameter.form.name),
            "summary": .string(parameter.form.summary), "required": .boolean(parameter.isRequired),
          ]
        }),
      "result": .string(answer.name),
      "example": ["params": .array(example.arguments), "result": example.answer],
    ]
  }
}
