import Glibc
package import Storage
import Synchronization

/// The terminal of the person who runs a command, for questions whose answers are secret.
package struct Terminal: ~Copyable {
  /// What came back on a question.
  package enum Answer: Sendable {
    case line([UInt8])
    /// The end of the input instead of a line.
    case closed
  }

  private enum Outcome {
    case answer(Answer)
    case signal(Int32)
  }

  /// More than the line a terminal takes before it drops what is typed.
  private static let lineBytesMax = 8192
  /// How long a signal may wait that arrives just before the terminal is waited for.
  private static let waitMilliseconds: Int32 = 100
  /// Signals that end or stop a process, each of which would leave the terminal silent.
  private static let signals = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP]

  private let file: OpenFile

  package init(_ path: String) throws(SystemError) {
    file = try OpenFile(path, for: .readingAndWriting)
  }

  /// Asks for a line and does not show what is typed.
  ///
  /// A signal that arrives meanwhile takes effect after the terminal is as it was before; if it
  /// only stopped the process, the question is asked again.
  package func ask(_ question: String) throws(SystemError) -> Answer {
    while true {
      let outcome = try file.withDescriptor { terminal throws(SystemError) in
        try Self.ask(question, on: terminal)
      }
      switch outcome {
      case .answer(let answer): return answer
      case .signal(let number): raise(number)
      }
    }
  }

  private static func ask(
    _ question: String, on terminal: FileDescriptor
  ) throws(SystemError) -> Outcome {
    var settings = termios()
    // SAFETY: the call fills the structure it is handed and keeps no pointer.
    guard unsafe tcgetattr(terminal.number, &settings) == 0 else { throw .last }
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)

    let handlers = CaughtSignal.install(for: signals)
    defer { CaughtSignal.restore(handlers) }
    // SAFETY: the call reads the structure it is handed and keeps no pointer.
    guard unsafe tcsetattr(terminal.number, TCSAFLUSH, &silent) == 0 else { throw .last }
    // SAFETY: as above; there is nothing left to try where it fails.
    defer { unsafe tcsetattr(terminal.number, TCSAFLUSH, &settings) }

    try terminal.write(Array(question.utf8))
    // The key that ended the line was not shown either.
    defer { try? terminal.write([0x0A]) }
    return try waitForLine(on: terminal)
  }

  private static func waitForLine(
    on terminal: FileDescriptor
  ) throws(SystemError) -> Outcome {
    var line: [UInt8] = []
    while true {
      if let signal = CaughtSignal.take() { return .signal(signal) }
      var waiting = pollfd(fd: terminal.number, events: Int16(POLLIN), revents: 0)
      // SAFETY: the count says that there is one structure; the call keeps no pointer.
      guard unsafe poll(&waiting, 1, waitMilliseconds) > 0 else { continue }
      let part = try terminal.read(atMost: lineBytesMax)
      guard !part.isEmpty else { return .answer(line.isEmpty ? .closed : .line(line)) }
      line.append(contentsOf: part)
      if line.last == 0x0A { return .answer(.line(line.dropLast())) }
    }
  }
}

/// The last signal that arrived while the terminal was silent.
private enum CaughtSignal {
  typealias Handlers = [(signal: Int32, action: sigaction)]

  private static let number = Atomic<Int32>(0)

  /// Replaces the handlers of signals and returns the ones they had.
  static func install(for signals: [Int32]) -> Handlers {
    number.store(0, ordering: .relaxed)
    return signals.map { signal in
      var ours = sigaction()
      // SAFETY: the handler only stores a number, which is allowed at any moment; a call that it
      // interrupts is not restarted, so the waiting ends.
      unsafe ours.__sigaction_handler.sa_handler = {
        CaughtSignal.number.store($0, ordering: .relaxed)
      }
      var theirs = sigaction()
      // SAFETY: the call copies one structure and fills the other.
      _ = unsafe sigaction(signal, &ours, &theirs)
      return (signal, theirs)
    }
  }

  static func restore(_ handlers: Handlers) {
    for handler in handlers {
      var action = handler.action
      // SAFETY: the call copies the structure it is handed and keeps no pointer.
      _ = unsafe sigaction(handler.signal, &action, nil)
    }
  }

  static func take() -> Int32? {
    let signal = number.exchange(0, ordering: .relaxed)
    return signal == 0 ? nil : signal
  }
}
