import Chain
import Cryptography
import Sockets
import Synchronization

/// A socket with its session, shared by the network's thread and by whoever sends.
///
/// The network's thread reads. A sender seals and writes its message itself where the socket takes
/// it, since waking another thread takes longer than both. Whoever holds the lock does not wait for
/// anything, and calls nobody.
final class PeerConnection: Sendable {
  /// What came of a turn.
  struct Turn {
    var events: [SessionEvent] = []
    /// Whether there is more to read or to write at once.
    var isBusy = false
  }

  private struct State: ~Copyable {
    var socket: Socket?
    var session: Session
    // The system has said so, and since then nothing has been refused.
    var isReadable = false
    var isWritable: Bool
    var hasEndedInput = false
    var hasEndedOutput = false
    var speaksFor: PublicKey?
    var connectedAt = Duration.zero
    var receivedBytes: UInt64 = 0
    var sentBytes: UInt64 = 0
  }

  let id: UInt64
  let address: SocketAddress
  let direction: PeerReport.Direction
  private let state: Mutex<State>
  private let attention: Attention

  init(
    id: UInt64, address: SocketAddress, direction: PeerReport.Direction,
    socket: consuming Socket, session: Session, attention: Attention
  ) {
    self.id = id
    self.address = address
    self.direction = direction
    self.attention = attention
    // One that is being made says when it can be written.
    state = Mutex(
      State(socket: socket, session: session, isWritable: direction == .inbound))
  }

  // MARK: The network's thread

  /// Takes note of what the system said.
  func note(isReadable: Bool, isWritable: Bool) {
    state.withLock { state in
      if isReadable { state.isReadable = true }
      if isWritable { state.isWritable = true }
    }
  }

  /// Why the attempt to connect has failed, if it has.
  func takeError() -> SocketError? {
    state.withLock { $0.socket?.takeError() }
  }

  /// Reads once, looks at what came, and writes what waits.
  func turn(isFirst: Bool, at now: Duration) -> Turn {
    state.withLock { state in
      var turn = Turn()
      read(&state, isFirst: isFirst)
      while let event = state.session.advance(at: now) { turn.events.append(event) }
      if state.hasEndedInput, let event = state.session.endInput(at: now) {
        turn.events.append(event)
      }
      let isUnfinished = flush(&state, at: now)
      turn.isBusy =
        state.socket != nil
        && (isUnfinished || state.isReadable && !state.session.isPaused)
      return turn
    }
  }

  func expire(at now: Duration) -> SessionEvent? {
    state.withLock { state in
      let event = state.session.expire(at: now)
      _ = flush(&state, at: now)
      return event
    }
  }

  func introduce(_ introduction: Introduction, at now: Duration) {
    state.withLock { state in
      state.session.introduce(introduction, at: now)
      _ = flush(&state, at: now)
    }
  }

  /// Asks for a sign of life.
  func ping(at now: Duration) {
    state.withLock { state in
      state.session.ping(at: now)
      _ = flush(&state, at: now)
    }
  }

  /// When something was last heard.
  var lastHeard: Duration { state.withLock { $0.session.lastHeard } }

  func setStanding(speaksFor key: PublicKey?, connectedAt: Duration) {
    state.withLock { state in
      state.speaksFor = key
      state.connectedAt = connectedAt
    }
  }

  /// Ends it with words, and sends what can be sent of them.
  func leave(because reason: String, at now: Duration) {
    state.withLock { state in
      state.session.leave(because: reason, at: now)
      endOutput(&state, at: now)
    }
  }

  /// Sends the last words of a session that is over.
  func endOutput(at now: Duration) {
    state.withLock { endOutput(&$0, at: now) }
  }

  /// Whether nothing keeps the socket: all is said and the other end has closed.
  var isDrained: Bool {
    state.withLock { state in
      state.socket == nil || state.hasEndedInput && state.session.output.isEmpty
    }
  }

  func close() {
    state.withLock { state in
      state.socket = nil
    }
  }

  // MARK: Any thread

  /// Sends a message, at once if nothing is in its way.
  func send(_ message: [UInt8], on queue: PeerQueue, at now: Duration) {
    let needsAttention = state.withLock { state in
      state.session.send(message, on: queue)
      // What is large and not urgent is not sealed at the sender's cost.
      if queue == .data { return state.isWritable }
      return flush(&state, at: now)
    }
    if needsAttention { attention.ask(for: id) }
  }

  /// Takes note that so much was worked off.
  func done(_ sizeBytes: Int, at now: Duration) {
    let needsAttention = state.withLock { state in
      let wasPaused = state.session.isPaused
      state.session.done(sizeBytes)
      var needsAttention = wasPaused && !state.session.isPaused
      if state.session.hasNotices, flush(&state, at: now) { needsAttention = true }
      return needsAttention
    }
    if needsAttention { attention.ask(for: id) }
  }

  func report(at now: Duration) -> PeerReport? {
    state.withLock { state in
      guard let nodeID = state.session.peer, let introduction = state.session.introduction else {
        return nil
      }
      return PeerReport(
        nodeID: nodeID, address: address, direction: direction, speaksFor: state.speaksFor,
        epoch: introduction.epoch, software: introduction.software,
        connectedFor: now - state.connectedAt, receivedBytes: state.receivedBytes,
        sentBytes: state.sentBytes, queuedBytes: state.session.queuedBytes,
        droppedCount: state.session.droppedCount, roundTrip: state.session.roundTrip)
    }
  }

  // MARK: Under the lock

  private func read(_ state: inout State, isFirst: Bool) {
    guard state.isReadable, !state.session.isPaused, let socket = state.socket.take() else {
      return
    }
    // Most of what comes is small; who sends more is read in larger pieces.
    let limit =
      isFirst
      ? min(TransportLimits.firstReadBytes, state.session.readBytesMax)
      : state.session.readBytesMax
    let input: Socket.Input
    if state.session.end == nil {
      input = state.session.fill { socket.read(into: &$0, atMost: limit) }
    } else {
      // Whatever still comes is thrown away, so that the other end sees our last words.
      var waste: [UInt8] = []
      input = socket.read(into: &waste, atMost: TransportLimits.firstReadBytes)
    }
    state.socket = consume socket
    switch input {
    case .bytes(let count): state.receivedBytes += UInt64(count)
    case .nothingYet: state.isReadable = false
    case .end:
      state.isReadable = false
      state.hasEndedInput = true
    }
  }

  /// Seals and writes; true if more could be written at once.
  private func flush(_ state: inout State, at now: Duration) -> Bool {
    guard let socket = state.socket.take() else { return false }
    let isUnfinished = write(to: socket, &state, at: now)
    state.socket = consume socket
    return isUnfinished
  }

  private func write(
    to socket: borrowing Socket, _ state: inout State, at now: Duration
  ) -> Bool {
    var sent = 0
    while state.isWritable {
      state.session.seal(at: now)
      guard !state.session.output.isEmpty else { return false }
      guard sent < TransportLimits.inlineBytesMax else { return true }
      let front = state.session.output.front
      guard let count = socket.write(front) else {
        // Reading finds out what is wrong.
        state.isWritable = false
        state.isReadable = true
        attention.ask(for: id)
        return false
      }
      // Less than was offered: the system will say when it takes more.
      if count < front.count { state.isWritable = false }
      state.session.didSend(count, at: now)
      state.sentBytes += UInt64(count)
      sent += count
    }
    return false
  }

  private func endOutput(_ state: inout State, at now: Duration) {
    while flush(&state, at: now) {}
    guard !state.hasEndedOutput, state.session.output.isEmpty else { return }
    state.hasEndedOutput = true
    guard let socket = state.socket.take() else { return }
    socket.endOutput()
    state.socket = consume socket
  }
}
