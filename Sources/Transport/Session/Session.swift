package import Chain
import Codec

/// One connection without its socket: bytes and moments in, events and bytes out.
///
/// 1. Nothing is believed before the handshake is over, and no message is taken before the other
///    end has introduced itself.
/// 2. A length is held against its limit before memory is set aside for it.
/// 3. After the end nothing that comes is looked at, and nothing is added but a goodbye.
package struct Session: Sendable {
  enum Phase: Sendable {
    case handshake(Handshake)
    case open(opening: FrameCipher)
    case over(SessionEnd)
  }

  let identity: TransportIdentity
  let limits: TransportLimits
  var phase: Phase
  var input = InputBuffer()
  var assembly = MessageAssembly()
  var sealing: FrameCipher?
  /// Sealed bytes that the socket has not taken.
  package internal(set) var output = OutputBuffer()
  var queues: SendQueues
  /// Frames that go before every message.
  var notices = Notices()
  /// What the other end last said about itself.
  package internal(set) var introduction: Introduction?
  /// Who the other end is, once that is proven.
  package internal(set) var peer: Address?
  /// Whether this node has introduced itself.
  var isAnnounced = false

  // Bytes of messages that were delivered, and of those that were worked off.
  var deliveredBytes: UInt64 = 0
  var doneBytes: UInt64 = 0
  var creditSaid: UInt64 = 0

  let began: Duration
  package internal(set) var lastHeard: Duration
  var lastProgress: Duration
  var lastPing: Duration
  /// When how many introductions are allowed is counted from.
  var introductionsBegan: Duration
  var introductionCount = 0
  package internal(set) var roundTrip: Duration?

  /// Begins a connection that this node dialled, which says hello.
  package init(
    dialling expected: Address?, as identity: TransportIdentity, ephemeral: EphemeralKey,
    limits: TransportLimits = TransportLimits(), at now: Duration
  ) {
    var hello: [UInt8] = []
    let handshake = Handshake(
      dialling: expected, as: identity, ephemeral: ephemeral, output: &hello)
    self.init(handshake, identity, limits, at: now)
    output.append(hello)
  }

  /// Begins a connection that somebody made to this node.
  package init(
    listeningAs identity: TransportIdentity, ephemeral: EphemeralKey,
    limits: TransportLimits = TransportLimits(), at now: Duration
  ) {
    let handshake = Handshake(listeningAs: identity, ephemeral: ephemeral)
    self.init(handshake, identity, limits, at: now)
  }

  private init(
    _ handshake: Handshake, _ identity: TransportIdentity, _ limits: TransportLimits,
    at now: Duration
  ) {
    self.identity = identity
    self.limits = limits
    phase = .handshake(handshake)
    queues = SendQueues(windowBytes: limits.windowBytes)
    began = now
    lastHeard = now
    lastProgress = now
    lastPing = now
    introductionsBegan = now
  }

  /// Why it is over, if it is.
  package var end: SessionEnd? {
    if case .over(let end) = phase { end } else { nil }
  }

  package var queuedBytes: Int { queues.byteCount + output.count }
  package var droppedCount: Int { queues.droppedCount }

  /// Whether so much is delivered and not done that no more is read.
  package var isPaused: Bool {
    deliveredBytes - doneBytes > UInt64(limits.undoneSizeBytesMax)
  }

  /// How many bytes to read at once.
  package var readBytesMax: Int {
    switch phase {
    case .handshake: Handshake.messageBytesMax
    case .open: TransportLimits.readBytesMax
    case .over: 0
    }
  }

  // MARK: Time

  /// Ends what has taken too long, and asks for a sign of life when it is time to.
  package mutating func expire(at now: Duration) -> SessionEvent? {
    switch phase {
    case .over: return nil
    case .handshake:
      return now - began > limits.handshakeTime ? finish(.handshakeTooSlow, at: now) : nil
    case .open:
      if !output.isEmpty, now - lastProgress > limits.stuckTime {
        return finish(.stuck(limits.stuckTime), at: now)
      }
      // Whoever never says who it is holds a place as if it had not shook hands.
      if introduction == nil, now - began > limits.handshakeTime * 2 {
        return finish(.handshakeTooSlow, at: now)
      }
      // What this node does not read it cannot miss.
      if isPaused { lastHeard = now }
      if now - lastHeard > limits.deadTime { return finish(.silent(limits.deadTime), at: now) }
      if now - lastPing >= limits.pingInterval { ping(at: now) }
      return nil
    }
  }

  /// Asks the other end for a sign of life.
  package mutating func ping(at now: Duration) {
    lastPing = now
    notices.ping = now.nanoseconds
  }

  // MARK: The end

  /// Ends because this node wants to, and tells the other end why.
  package mutating func leave(because reason: String, at now: Duration) {
    guard end == nil else { return }
    _ = finish(.own(reason), at: now)
  }

  /// Takes note that the other end sends nothing more.
  package mutating func endInput(at now: Duration) -> SessionEvent? {
    end == nil ? finish(.closed, at: now) : nil
  }

  mutating func finish(_ end: SessionEnd, at now: Duration) -> SessionEvent {
    input.removeAll()
    assembly = MessageAssembly()
    queues = SendQueues(after: queues)
    notices = Notices()
    if end.isTold, sealing != nil {
      notices.goodbye = end.description
      seal(at: now)
    }
    sealing = nil
    phase = .over(end)
    return .ended(end)
  }
}
