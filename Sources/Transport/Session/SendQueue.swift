/// Messages that wait in one queue of one connection.
struct SendQueue: Sendable {
  private var messages: [[UInt8]] = []
  /// Where the first message is; what was before it is gone.
  private var first = 0
  /// How much of the first message was sent.
  private var sentCount = 0
  private(set) var byteCount = 0

  var isEmpty: Bool { first == messages.count }

  mutating func append(_ message: [UInt8]) {
    messages.append(message)
    byteCount += message.count
  }

  /// Lets go of the oldest message of which nothing was sent; false if there is none.
  mutating func dropOldest() -> Bool {
    let index = sentCount > 0 ? first + 1 : first
    guard index < messages.count else { return false }
    byteCount -= messages[index].count
    if index == first {
      advance()
    } else {
      messages.remove(at: index)
    }
    return true
  }

  /// The next piece of the first message, of at most so many bytes, and where in it that is.
  mutating func take(
    atMost limit: Int, _ body: (_ message: [UInt8], _ piece: Range<Int>) -> Void
  ) {
    let message = messages[first]
    let end = min(message.count, sentCount + limit)
    body(message, sentCount..<end)
    byteCount -= end - sentCount
    sentCount = end
    if end == message.count {
      sentCount = 0
      advance()
    }
  }

  private mutating func advance() {
    messages[first] = []
    first += 1
    if first == messages.count {
      messages.removeAll(keepingCapacity: messages.capacity <= 64)
      first = 0
    } else if first >= 64, first >= messages.count / 2 {
      messages.removeSubrange(..<first)
      first = 0
    }
  }
}
