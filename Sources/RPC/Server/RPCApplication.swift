/// Answers JSON-RPC, over HTTP and over WebSockets.
package struct RPCApplication: ServerApplication {
  /// Longer requests are parsed by a worker.
  private static let quickBytesMax = 4 << 10

  private let interface: RPCInterface
  package let greeting: String
  package let busyAnswer = RPCInterface.refusal(.busy)

  package init(_ interface: RPCInterface, greeting: String) {
    self.interface = interface
    self.greeting = greeting
  }

  package func prepare(_ work: Work, for subscriber: Subscriber) -> Preparation {
    let bytes: [UInt8]
    let context: RPCContext
    switch work {
    case .request(let body): (bytes, context) = (body, RPCContext())
    case .message(.text(let text)): (bytes, context) = (text, RPCContext(subscriber: subscriber))
    case .message(.binary): return .answered(.closing(.textOnly))
    }
    guard bytes.count <= Self.quickBytesMax else {
      return .job { [interface] in
        Self.answer(interface.parse(bytes), by: interface, context)
      }
    }
    let request = interface.parse(bytes)
    if interface.isInstant(request) {
      return .answered(Self.answer(request, by: interface, context))
    }
    return .job { [interface] in Self.answer(request, by: interface, context) }
  }

  private static func answer(
    _ request: RPCInterface.Request, by interface: RPCInterface, _ context: RPCContext
  ) -> WorkAnswer {
    interface.answer(request, context: context).map { .content($0) } ?? .nothing
  }
}
