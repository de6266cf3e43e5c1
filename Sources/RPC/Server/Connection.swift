import Sockets
import Synchronization

/// A client's socket with its session.
///
/// The thread of the loop and the workers share it; whoever holds the lock reads, parses and
/// writes, and none of that waits.
final class Connection: Sendable {
  /// A client that keeps us busy is put behind the others after so many reads.
  private static let readsMax = 16
  private static let firstReadBytes = 4 << 10
  private static let readBytesMax = 64 << 10
  /// What a connection may keep when all together keep too much.
  private static let freeBytes = 64 << 10

  private struct State: ~Copyable {
    var socket: Socket?
    var session: ConnectionSession
    // The system has said so, and since then nothing has been refused.
    var isReadable = false
    var isWritable = true
    var hasEndedOutput = false
    /// What the worker is busy with.
    var workBytes = 0
    var countedBytes = 0
  }

  let id: UInt64
  let address: SocketAddress
  private let state: Mutex<State>
  private let budget: MemoryBudget
  /// Asks the loop to look at this connection again.
  private let attention: Attention

  init(
    id: UInt64, address: SocketAddress, socket: consuming Socket, session: ConnectionSession,
    budget: MemoryBudget, attention: Attention
  ) {
    self.id = id
    self.address = address
    self.budget = budget
    self.attention = attention
    state = Mutex(State(socket: socket, session: session))
  }

  var isClosed: Bool { state.withLock { $0.socket == nil } }

  /// Says what the system reported, and returns what is to be worked on.
  func handle(isReadable: Bool, isWritable: Bool, at now: Moment) -> Work? {
    state.withLock { state in
      if isReadable { state.isReadable = true }
      if isWritable { state.isWritable = true }
      return turn(&state, at: now)
    }
  }

  /// Takes an answer, and returns what is to be worked on next.
  func answer(_ answer: WorkAnswer, at now: Moment) -> Work? {
    state.withLock { state in
      state.workBytes = 0
      state.session.answer(answer, at: now)
      return turn(&state, at: now)
    }
  }

  /// Sends what is there, before something is waited for.
  func flush(at now: Moment) {
    state.withLock { flush(&$0, at: now) }
  }

  /// Sends a message to a subscriber; false if it is not there for it any more.
  func push(_ message: [UInt8], at now: Moment) -> Bool {
    state.withLock { state in
      guard state.socket != nil else { return false }
      let isThere = state.session.push(message, at: now)
      flush(&state, at: now)
      settle(&state, at: now)
      return isThere
    }
  }

  func drain(at now: Moment) {
    state.withLock { state in
      state.session.drain(at: now)
      flush(&state, at: now)
      settle(&state, at: now)
    }
  }

  func expire(at now: Moment) {
    state.withLock { state in
      state.session.expire(at: now)
      flush(&state, at: now)
      settle(&state, at: now)
    }
  }

  func close() {
    state.withLock { close(&$0) }
  }

  // MARK: Under the lock

  /// Reads and parses until there is work or the client has nothing more for us.
  private func turn(_ state: inout State, at now: Moment) -> Work? {
    var reads = 0
    while state.socket != nil {
      if let work = state.session.advance(at: now) {
        switch work {
        case .request(let bytes), .message(.text(let bytes)), .message(.binary(let bytes)):
          state.workBytes = bytes.count
        }
        count(&state, at: now)
        return work
      }
      flush(&state, at: now)
      guard state.isReadable, state.session.wantsInput else { break }
      guard reads < Self.readsMax else {
        attention.ask(for: id)
        break
      }
      // Most requests are small; who sends more is read in larger pieces.
      read(&state, atMost: reads == 0 ? Self.firstReadBytes : Self.readBytesMax, at: now)
      reads += 1
      count(&state, at: now)
    }
    settle(&state, at: now)
    return nil
  }

  private func read(_ state: inout State, atMost limit: Int, at now: Moment) {
    guard let socket = state.socket.take() else { return }
    let input = state.session.fill(at: now) { socket.read(into: &$0, atMost: limit) }
    state.socket = consume socket
    switch input {
    case .bytes: break
    case .nothingYet: state.isReadable = false
    case .end:
      state.isReadable = false
      state.session.endInput()
    }
  }

  private func flush(_ state: inout State, at now: Moment) {
    guard state.isWritable, !state.session.output.isEmpty, let socket = state.socket.take() else {
      return
    }
    var isGone = false
    while state.isWritable, !isGone, !state.session.output.isEmpty {
      let front = state.session.output.front
      guard let sent = socket.write(front) else {
        isGone = true
        break
      }
      // Less than was offered: the system will say when it takes more.
      if sent < front.count { state.isWritable = false }
      state.session.didSend(sent, at: now)
    }
    state.socket = consume socket
    if isGone { close(&state) }
  }

  /// Counts what is kept, and refuses what is too much for all.
  private func count(_ state: inout State, at now: Moment) {
    let kept = state.socket == nil ? 0 : state.session.byteCount + state.workBytes
    let difference = kept - state.countedBytes
    guard difference != 0 else { return }
    state.countedBytes = kept
    if !budget.change(by: difference), difference > 0, kept > Self.freeBytes {
      state.session.refuseForMemory(at: now)
    }
  }

  private func settle(_ state: inout State, at now: Moment) {
    guard state.socket != nil else { return }
    switch state.session.disposition {
    case .keep: break
    case .endOutput:
      if !state.hasEndedOutput {
        state.hasEndedOutput = true
        if let socket = state.socket.take() {
          socket.endOutput()
          state.socket = consume socket
        }
      }
    case .close: close(&state)
    }
    count(&state, at: now)
  }

  private func close(_ state: inout State) {
    guard state.socket.take() != nil else { return }
    _ = budget.change(by: -state.countedBytes)
    state.countedBytes = 0
    attention.ask(for: id)
  }
}
