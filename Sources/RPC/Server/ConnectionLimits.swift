/// What one connection may take: bytes and time.
package struct ConnectionLimits: Sendable {
  /// Of a request's body, and of a message.
  package var bodyBytesMax = RPCLimits.bodyBytesMax
  /// What is read ahead while a request is being answered.
  package var aheadBytesMax = 64 << 10
  /// Beyond so many unsent bytes no further request is looked at.
  package var outputBytesMax = 256 << 10
  /// Beyond so many unsent bytes a subscriber is too slow to be told more.
  package var subscriberBytesMax = 4 << 20

  /// From the first byte of a request to the end of its head.
  package var headTime = Duration.seconds(10)
  /// From the head to the end of the body; and from a message's first byte to its last.
  package var bodyTime = Duration.seconds(30)
  /// Between requests.
  package var idleTime = Duration.seconds(75)
  /// A client that reads must take so many bytes in this time, or all there are.
  package var outputTime = Duration.seconds(20)
  package var outputBytesMin = 64 << 10
  /// After the last answer, for the client to see it before the connection goes.
  package var lingerTime = Duration.seconds(2)
  package var lingerBytesMax = 1 << 20
  /// A WebSocket that is silent for so long is pinged, and dropped after as long again.
  package var pingTime = Duration.seconds(30)

  package init() {}
}
