/// A whole message, put together from its frames.
package enum WebSocketMessage: Sendable, Equatable {
  /// Bytes that are UTF-8.
  case text([UInt8])
  case binary([UInt8])
}
