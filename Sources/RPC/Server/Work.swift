/// What a connection wants answered.
package enum Work: Sendable, Equatable {
  /// The body of a request to the interface.
  case request([UInt8])
  case message(WebSocketMessage)
}

/// What has become of it.
package enum WorkAnswer: Sendable, Equatable {
  case content([UInt8])
  /// Nobody waits for an answer, as with notifications.
  case nothing
  /// There was no room for more work.
  case busy([UInt8])
  case message(WebSocketMessage)
  case closing(WebSocketClosing)
}
