/// A method of the interface, declared once: its name, parameters, answer, an example and what it
/// does; calls, documentation and `rpc_methods` all follow from this.
package struct RPCMethod: Sendable {
  /// A parameter as documentation shows it.
  package struct Parameter: Sendable, Equatable {
    package let name: String
    package let form: RPCForm
    package let isRequired: Bool
  }

  /// A call that can be copied, and what it is answered with.
  package struct Example: Sendable {
    package let arguments: [JSONValue]
    package let answer: JSONValue

    package init(_ arguments: [JSONValue] = [], answer: JSONValue) {
      self.arguments = arguments
      self.answer = answer
    }
  }

  /// Where a method runs.
  package enum Effort: Sendable {
    /// On the thread that reads the sockets: nothing but looking at what is in memory.
    case instant
    /// On a worker thread, since it reads the database or computes.
    case work
  }

  package let name: String
  /// One sentence without a full stop.
  package let summary: String
  package let parameters: [Parameter]
  package let answer: RPCForm
  package let example: Example
  package let effort: Effort
  let call: @Sendable (RPCArguments, RPCContext) throws(RPCError) -> RPCAnswer

  /// Declares a method whose closure takes who asks, and then the parameters as values.
  package init<each Value: Sendable>(
    _ name: String, summary: String, _ parameters: repeat RPCParameter<each Value>,
    answer: RPCForm, example: Example, effort: Effort = .work,
    body:
      @escaping @Sendable (RPCContext, repeat each Value) throws(RPCError)
      -> RPCAnswer
  ) {
    self.name = name
    self.summary = summary
    self.answer = answer
    self.example = example
    self.effort = effort
    var listed: [Parameter] = []
    for parameter in repeat each parameters {
      listed.append(
        Parameter(name: parameter.name, form: parameter.form, isRequired: parameter.isRequired))
    }
    self.parameters = listed
    let names = listed.map(\.name)
    call = { arguments, context throws(RPCError) in
      let ordered = try Self.ordered(arguments, names)
      var index = 0
      func next<Next>(_ parameter: RPCParameter<Next>) throws(RPCError) -> Next {
        defer { index += 1 }
        return try parameter.value(of: index < ordered.count ? ordered[index] : nil, at: index)
      }
      return try body(context, repeat try next(each parameters))
    }
  }

  /// The arguments in the order of the parameters.
  private static func ordered(
    _ arguments: RPCArguments, _ names: [String]
  ) throws(RPCError) -> [JSONValue?] {
    switch arguments {
    case .positional(let values):
      guard values.count <= names.count else {
        throw .invalidParameters("too many arguments, want at most \(names.count)")
      }
      return values
    case .named(let object):
      for member in object.members where !names.contains(member.name) {
        throw .invalidParameters("unknown argument \(member.name)")
      }
      return names.map { object[$0] }
    }
  }
}
