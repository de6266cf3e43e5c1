/// Sends everything back, so that others' test suites can judge the server.
package struct EchoApplication: ServerApplication {
  package let greeting = "Every message and every body comes back as it was sent."
  package let busyAnswer: [UInt8] = []

  package init() {}

  package func prepare(_ work: Work, for subscriber: Subscriber) -> Preparation {
    switch work {
    case .request(let body): .answered(.content(body))
    case .message(let message): .answered(.message(message))
    }
  }
}
