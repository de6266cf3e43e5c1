/// What a method knows about a call beside its arguments.
package struct RPCContext: Sendable {
  /// Who asks, if it came over a WebSocket, and so can be told more later.
  package let subscriber: Subscriber?

  package init(subscriber: Subscriber? = nil) {
    self.subscriber = subscriber
  }
}
