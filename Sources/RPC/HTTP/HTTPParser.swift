/// Turns the bytes of a connection into requests: first each one's head, then its body.
///
/// Between the two its owner can refuse a request before the body arrives.
package struct HTTPParser: Sendable {
  private enum State: Sendable {
    case head
    case sized(Int)
    case chunked(ChunkedBody)
  }

  package private(set) var input: InputBuffer
  private let bodyBytesMax: Int
  private var state = State.head
  /// How much of the incomplete head has been looked at, and where its last line began.
  private var scanned = 0
  private var lineStart = 0
  private var hasSkippedLine = false

  package init(bodyBytesMax: Int = RPCLimits.bodyBytesMax) {
    self.bodyBytesMax = bodyBytesMax
    input = InputBuffer()
  }

  package mutating func append(_ bytes: some Collection<UInt8>) { input.append(bytes) }

  package mutating func fill<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
    input.fill(body)
  }

  /// What is kept for this connection.
  package var byteCount: Int {
    switch state {
    case .head, .sized: input.count
    case .chunked(let body): input.count + body.bytes.count
    }
  }

  /// Whether a request has begun to arrive.
  package var isInRequest: Bool {
    switch state {
    case .head: !input.isEmpty
    case .sized, .chunked: true
    }
  }

  /// Everything that has not been used, for another protocol to take over.
  mutating func takeRest() -> InputBuffer {
    defer { input.removeAll() }
    return input
  }

  /// Parses the next head if it has arrived, after which the body is to be read.
  package mutating func readHead() throws(HTTPRefusal) -> HTTPHead? {
    guard let end = try scanHead() else { return nil }
    let line = input.bytes[input.start..<input.start + end]
    let head = try HTTPHead(parsing: line.dropLast(2))
    input.consume(end)
    scanned = 0
    lineStart = 0
    hasSkippedLine = false
    switch head.framing {
    case .length(let count):
      guard count <= bodyBytesMax else {
        throw HTTPRefusal(.contentTooLarge, "a body has at most \(bodyBytesMax) bytes")
      }
      state = .sized(count)
    case .chunked:
      state = .chunked(ChunkedBody())
    }
    return head
  }

  /// Takes the body that belongs to the head, if it has arrived.
  package mutating func readBody() throws(HTTPRefusal) -> [UInt8]? {
    switch state {
    case .head:
      preconditionFailure("a body follows a head")
    case .sized(let count):
      guard input.count >= count else { return nil }
      state = .head
      return Array(input.take(count))
    case .chunked(var body):
      // The state must not hold the body too, or every chunk would copy it.
      state = .head
      let isComplete = try body.read(from: &input, limit: bodyBytesMax)
      if isComplete { return body.bytes }
      state = .chunked(body)
      return nil
    }
  }

  /// Looks for the empty line; returns how many bytes the head has with it.
  private mutating func scanHead() throws(HTTPRefusal) -> Int? {
    let start = input.start
    while let feed = input.bytes[(start + scanned)...].firstIndex(of: 0x0A) {
      let position = feed - start
      scanned = position + 1
      guard position > 0, input.bytes[feed - 1] == 0x0D else {
        throw .malformed("a line ends without a carriage return")
      }
      let length = position - 1 - lineStart
      try checkLine(startingAt: lineStart, length: length)
      if length == 0 {
        if lineStart > 0 { return try checkedHead(scanned) }
        // RFC 9112, 2.2: an empty line may stand in front of a request.
        guard !hasSkippedLine else { throw .malformed("empty lines instead of a request") }
        hasSkippedLine = true
        input.consume(scanned)
        scanned = 0
        return try scanHead()
      }
      lineStart = scanned
    }
    scanned = input.count
    try checkLine(startingAt: lineStart, length: scanned - lineStart)
    _ = try checkedHead(scanned)
    return nil
  }

  private func checkLine(startingAt start: Int, length: Int) throws(HTTPRefusal) {
    guard start > 0 || length <= RPCLimits.requestLineBytesMax else {
      throw HTTPRefusal(
        .uriTooLong, "a request line has at most \(RPCLimits.requestLineBytesMax) bytes")
    }
  }

  private func checkedHead(_ count: Int) throws(HTTPRefusal) -> Int {
    guard count <= RPCLimits.headBytesMax else {
      throw HTTPRefusal(
        .fieldsTooLarge, "a request has at most \(RPCLimits.headBytesMax) bytes before its body")
    }
    return count
  }
}
