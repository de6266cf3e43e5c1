/// What a server is there for: it answers the work of the connections.
package protocol ServerApplication: Sendable {
  /// What somebody sees who opens the address in a browser.
  var greeting: String { get }

  /// Looks at some work on the thread that reads the sockets, so it must not take long.
  func prepare(_ work: Work, for subscriber: Subscriber) -> Preparation

  /// The answer to work for which there is no room.
  var busyAnswer: [UInt8] { get }
}

/// What is to be done about some work.
package enum Preparation: Sendable {
  case answered(WorkAnswer)
  /// To be done by a worker.
  case job(@Sendable () -> WorkAnswer)
}
