import Chain
import Codec

/// What answers at a contract's address, or at the address of each token or pool.
package struct Contract: Sendable {
  package let name: String
  package let summary: String
  /// In the order of their declaration.
  package let methods: [ContractMethod]
  package let events: [ContractEvent]

  private let methodsBySelector: SortedMap<FixedBytes<4>, ContractMethod>

  init(
    _ name: String, _ summary: String, actions: [any Action.Type], queries: [any Query.Type],
    events: [any Event.Type]
  ) {
    self.name = name
    self.summary = summary
    methods = actions.map { Self.method(action: $0) } + queries.map { Self.method(query: $0) }
    self.events = events.map { Self.event($0) }
    var methodsBySelector = SortedMap<FixedBytes<4>, ContractMethod>()
    for method in methods {
      let other = methodsBySelector.updateValue(method, forKey: method.selector)
      precondition(other == nil, "the methods of a contract have selectors of their own")
    }
    self.methodsBySelector = methodsBySelector
  }

  // A generic function is what gives the types behind `any` their names back.
  private static func method(action: (some Action).Type) -> ContractMethod {
    ContractMethod(action: action)
  }

  private static func method(query: (some Query).Type) -> ContractMethod {
    ContractMethod(query: query)
  }

  private static func event(_ event: (some Event).Type) -> ContractEvent {
    ContractEvent(event)
  }

  /// The method that calldata begins with the selector of.
  func method(calledBy data: Span<UInt8>) -> ContractMethod? {
    guard data.count >= 4 else { return nil }
    return methodsBySelector[FixedBytes(copying: data.extracting(0..<4))]
  }

  /// Does what calldata asks for and returns the results as they are encoded.
  func answer(_ data: Span<UInt8>, _ call: Call, in books: inout Books) throws(Refusal) -> [UInt8] {
    try requiredMethod(calledBy: data).perform(
      arguments: data.extracting(4..<data.count), call, in: &books)
  }

  func requiredMethod(calledBy data: Span<UInt8>) throws(Refusal) -> ContractMethod {
    guard let method = method(calledBy: data) else {
      guard data.count >= 4 else {
        throw Refusal("\(name) takes calls only: the data begins with a method's selector")
      }
      let selector = Hex.encode(data.extracting(0..<4), prefix: true)
      throw Refusal("\(name) has no method with selector \(selector)")
    }
    return method
  }
}
