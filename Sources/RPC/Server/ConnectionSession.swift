/// One client's connection without its socket: bytes in, work out, answers in, bytes out.
///
/// 1. Requests are answered one at a time and in their order, however many were sent ahead.
/// 2. What is kept is bounded: by the limits on head, body and message, and by not reading on
///    while too much is unsent.
/// 3. After an error nothing of the client's is looked at again; the connection lingers until the
///    client has seen the answer, and ends.
package struct ConnectionSession: Sendable {
  /// What is known of a request once its head has been read.
  struct Exchange: Sendable {
    var delivery: HTTPResponse.Delivery
    /// The page that may see the answer.
    let origin: String?
  }

  enum Phase: Sendable {
    case head
    case body(Exchange)
    case working(Exchange)
    case webSocket(WebSocketSession, isWorking: Bool)
    /// Whatever still comes is thrown away, so that the client sees our last answer.
    case lingering(since: Duration?, discarded: Int)
  }

  /// What is to be done with the socket.
  package enum Disposition: Sendable, Equatable {
    case keep
    /// Everything is sent; the client shall see the end and close.
    case endOutput
    case close
  }

  let limits: ConnectionLimits
  let rules: AccessRules
  let greeting: [UInt8]
  var parser: HTTPParser
  var phase = Phase.head
  package internal(set) var output = OutputQueue()
  private var inputHasEnded = false
  private var isDropped = false
  private var isDraining = false

  // Since when what is going on goes on.
  private var phaseBegan: Duration
  private var outputBegan: Duration
  private var sentCount = 0
  private var hasPinged = false

  package init(
    limits: ConnectionLimits = ConnectionLimits(), rules: AccessRules = AccessRules(),
    greeting: [UInt8] = [], at now: Moment
  ) {
    self.limits = limits
    self.rules = rules
    self.greeting = greeting
    parser = HTTPParser(bodyBytesMax: limits.bodyBytesMax)
    phaseBegan = now.uptime
    outputBegan = now.uptime
  }

  // MARK: Input

  /// Whether more bytes would be used, or at least be thrown away.
  package var wantsInput: Bool {
    guard !inputHasEnded, !isDropped else { return false }
    switch phase {
    case .head: return output.byteCount <= limits.outputBytesMax
    case .body: return true
    case .working: return parser.byteCount < limits.aheadBytesMax
    case .webSocket(let session, let isWorking):
      guard output.byteCount <= limits.outputBytesMax else { return false }
      return !isWorking || session.byteCount < limits.aheadBytesMax
    case .lingering: return true
    }
  }

  /// What is kept for this connection.
  package var byteCount: Int {
    switch phase {
    case .head, .body, .working: parser.byteCount + output.byteCount
    case .webSocket(let session, _): session.byteCount + output.byteCount
    case .lingering: output.byteCount
    }
  }

  package mutating func append(_ bytes: some Collection<UInt8>, at now: Moment) {
    fill(at: now) { $0.append(contentsOf: bytes) }
  }

  /// Lets a reader add to what has arrived.
  package mutating func fill<Result>(
    at now: Moment, _ body: (inout [UInt8]) -> Result
  ) -> Result {
    switch phase {
    case .head, .body, .working:
      if case .head = phase, !parser.isInRequest { phaseBegan = now.uptime }
      return parser.fill(body)
    case .webSocket(var session, let isWorking):
      // One owner at a time, or the bytes would be copied.
      phase = .head
      if !session.isInMessage { phaseBegan = now.uptime }
      hasPinged = false
      let result = session.fill(body)
      phase = .webSocket(session, isWorking: isWorking)
      return result
    case .lingering(let since, let discarded):
      var waste: [UInt8] = []
      let result = body(&waste)
      phase = .lingering(since: since, discarded: discarded + waste.count)
      if discarded + waste.count > limits.lingerBytesMax { isDropped = true }
      return result
    }
  }

  /// The client sends no more, but may still read.
  package mutating func endInput() {
    inputHasEnded = true
  }

  /// Looks at what has arrived, until there is work or nothing more to look at.
  package mutating func advance(at now: Moment) -> Work? {
    guard !isDropped else { return nil }
    do throws(HTTPRefusal) {
      while true {
        switch phase {
        case .head:
          guard output.byteCount <= limits.outputBytesMax else { return nil }
          guard !isDraining, let head = try parser.readHead() else {
            if isDraining || inputHasEnded { linger() }
            return nil
          }
          phaseBegan = now.uptime
          try receive(head, at: now)
        case .body(let exchange):
          guard let body = try parser.readBody() else {
            if inputHasEnded { isDropped = true }
            return nil
          }
          phase = .working(exchange)
          return .request(body)
        case .webSocket(var session, isWorking: false):
          phase = .head
          let message = session.readMessage(answeringInto: &output)
          let isOpen = session.isOpen
          phase = .webSocket(session, isWorking: message != nil)
          if let message { return .message(message) }
          if !isOpen { linger() } else if inputHasEnded { isDropped = true }
          return nil
        case .working, .webSocket(_, isWorking: true), .lingering:
          return nil
        }
      }
    } catch {
      refuse(error, at: now)
      return nil
    }
  }

  // MARK: Answers

  /// Takes what came of the work that `advance` returned last.
  package mutating func answer(_ answer: WorkAnswer, at now: Moment) {
    switch phase {
    case .working(let exchange):
      let status: HTTPStatus
      var body: [UInt8] = []
      switch answer {
      case .content(let bytes): (status, body) = (.ok, bytes)
      case .busy(let bytes): (status, body) = (.unavailable, bytes)
      case .nothing, .message, .closing: status = .noContent
      }
      var response = HTTPResponse(status, body: body)
      if !body.isEmpty { response.fields.append(("Content-Type", "application/json")) }
      if status == .unavailable { response.fields.append(("Retry-After", "1")) }
      send(response, in: exchange, at: now)
    case .webSocket(var session, _):
      phase = .head
      switch answer {
      case .content(let bytes), .busy(let bytes): session.send(.text(bytes), into: &output)
      case .message(let message): session.send(message, into: &output)
      case .closing(let closing): session.close(closing, into: &output)
      case .nothing: break
      }
      beginOutput(at: now)
      if isDraining { session.close(.goingAway, into: &output) }
      phase = .webSocket(session, isWorking: false)
      if !session.isOpen { linger() }
    case .head, .body, .lingering:
      // The connection has been given up meanwhile.
      return
    }
  }

  /// Sends a message that nobody asked for just now; false if the client is not there for it.
  package mutating func push(_ message: [UInt8], at now: Moment) -> Bool {
    guard case .webSocket(var session, let isWorking) = phase, session.isOpen else { return false }
    phase = .head
    defer { phase = .webSocket(session, isWorking: isWorking) }
    guard output.byteCount + message.count <= limits.subscriberBytesMax else {
      session.close(.tooSlow, into: &output, droppingUnsent: true)
      return false
    }
    beginOutput(at: now)
    session.send(.text(message), into: &output)
    return true
  }

  /// Sends a response and goes on to the next request, or ends the connection.
  mutating func send(_ response: HTTPResponse, in exchange: Exchange, at now: Moment) {
    var response = response
    if let origin = exchange.origin {
      response.fields.append(("Access-Control-Allow-Origin", origin))
      response.fields.append(("Vary", "Origin"))
    }
    var delivery = exchange.delivery
    if isDraining || inputHasEnded && !parser.isInRequest { delivery.closes = true }
    beginOutput(at: now)
    output.append(
      response.bytes(delivery, unixSeconds: now.unixSeconds), kind: .response)
    phase = .head
    phaseBegan = now.uptime
    if delivery.closes { linger() }
  }

  mutating func refuse(_ refusal: HTTPRefusal, at now: Moment) {
    var response = HTTPResponse(refusal)
    switch refusal.status {
    case .upgradeRequired: response.fields.append(("Sec-WebSocket-Version", "13"))
    case .unavailable: response.fields.append(("Retry-After", "1"))
    default: break
    }
    beginOutput(at: now)
    output.append(
      response.bytes(.init(closes: true), unixSeconds: now.unixSeconds), kind: .response)
    linger()
  }

  mutating func linger() {
    phase = .lingering(since: nil, discarded: 0)
    parser = HTTPParser(bodyBytesMax: 0)
  }

  private mutating func beginOutput(at now: Moment) {
    if output.isEmpty {
      outputBegan = now.uptime
      sentCount = 0
    }
  }

  // MARK: Output

  package mutating func didSend(_ count: Int, at now: Moment) {
    output.remove(count)
    sentCount += count
    if output.isEmpty, case .lingering(nil, let discarded) = phase {
      phase = .lingering(since: now.uptime, discarded: discarded)
    }
  }

  package var disposition: Disposition {
    if isDropped { return .close }
    guard output.isEmpty, case .lingering = phase else { return .keep }
    return inputHasEnded ? .close : .endOutput
  }

  // MARK: Ends

  /// There is no memory left for what this client sends.
  package mutating func refuseForMemory(at now: Moment) {
    switch phase {
    case .head, .body:
      refuse(HTTPRefusal(.unavailable, "the server is busy, try again later"), at: now)
    case .webSocket(var session, _):
      phase = .head
      session.close(.noMemory, into: &output, droppingUnsent: true)
      linger()
    case .working, .lingering:
      isDropped = true
    }
  }

  /// Ends the connection as soon as what was asked for is answered.
  package mutating func drain(at now: Moment) {
    isDraining = true
    switch phase {
    // A head that is not whole is none that was taken.
    case .head: linger()
    case .webSocket(var session, isWorking: false):
      phase = .head
      beginOutput(at: now)
      session.close(.goingAway, into: &output)
      linger()
    case .body, .working, .webSocket(_, isWorking: true), .lingering: break
    }
  }

  /// Ends what has taken too long.
  package mutating func expire(at now: Moment) {
    if !output.isEmpty, now.uptime - outputBegan > limits.outputTime {
      guard sentCount >= limits.outputBytesMin else {
        isDropped = true
        return
      }
      outputBegan = now.uptime
      sentCount = 0
    }
    let elapsed = now.uptime - phaseBegan
    switch phase {
    case .head where parser.isInRequest:
      if elapsed > limits.headTime { refuse(Self.tooSlow, at: now) }
    case .head:
      if output.isEmpty && elapsed > limits.idleTime { isDropped = true }
    case .body:
      if elapsed > limits.bodyTime { refuse(Self.tooSlow, at: now) }
    case .webSocket(let session, isWorking: false):
      expire(session, after: elapsed, at: now)
    case .lingering(let since?, _):
      if now.uptime - since > limits.lingerTime { isDropped = true }
    case .lingering(nil, let discarded):
      if output.isEmpty { phase = .lingering(since: now.uptime, discarded: discarded) }
    case .working, .webSocket:
      break
    }
  }

  private static let tooSlow = HTTPRefusal(.requestTimeout, "the request did not arrive in time")

  private mutating func expire(
    _ session: WebSocketSession, after elapsed: Duration, at now: Moment
  ) {
    var session = session
    if session.isInMessage {
      guard elapsed > limits.bodyTime else { return }
      session.close(WebSocketClosing(1008, "the message did not arrive in time"), into: &output)
      linger()
    } else if elapsed > limits.pingTime * 2 && hasPinged {
      session.close(.silent, into: &output, droppingUnsent: true)
      linger()
    } else if elapsed > limits.pingTime && !hasPinged {
      hasPinged = true
      beginOutput(at: now)
      session.ping(into: &output)
    }
  }
}
