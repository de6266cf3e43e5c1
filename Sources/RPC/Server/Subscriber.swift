/// A client with a WebSocket, who can be told what it did not ask for just now.
package struct Subscriber: Sendable {
  private let connection: Connection
  private let clock: ServerClock

  init(_ connection: Connection, clock: ServerClock) {
    self.connection = connection
    self.clock = clock
  }

  /// Tells one client from another.
  package var id: UInt64 { connection.id }

  /// Sends a text, without waiting; false when the client has gone or does not keep up, and so is
  /// not to be told more.
  package func send(_ text: [UInt8]) -> Bool {
    connection.push(text, at: clock.now)
  }
}
