package import Storage

/// What a command talks to: the three standard streams and the terminal behind them.
package struct Console: Sendable {
  private let input: FileDescriptor
  private let output: FileDescriptor
  private let errors: FileDescriptor
  /// The device on which a secret is asked for, even where the streams lead elsewhere.
  package let terminalPath: String
  /// Who is speaking, in front of every message.
  private let programName: String

  package init(
    input: FileDescriptor, output: FileDescriptor, errors: FileDescriptor, terminalPath: String,
    programName: String = Program.name
  ) {
    self.programName = programName
    self.input = input
    self.output = output
    self.errors = errors
    self.terminalPath = terminalPath
  }

  /// The streams of this process.
  package static func standard(for programName: String) -> Console {
    Console(
      input: FileDescriptor(0), output: FileDescriptor(1), errors: FileDescriptor(2),
      terminalPath: "/dev/tty", programName: programName)
  }

  /// Writes the result of a command.
  package func print(_ text: String) throws(CommandFailure) {
    do {
      try output.write(Array(text.utf8))
    } catch {
      guard error.isClosedPipe else {
        throw .failed("the output cannot be written: \(error.reason)")
      }
      throw .outputClosed
    }
  }

  /// Tells why a command did not do what it was asked.
  package func report(_ message: String) {
    say("\(programName): \(message)\n")
  }

  /// Tells of something that may not be as the operator wants it.
  package func warn(_ message: String) {
    say("\(programName): warning: \(message)\n")
  }

  /// Tells how far a command has come.
  package func note(_ message: String) {
    say("\(message)\n")
  }

  private func say(_ text: String) {
    // There is no other place to complain when the stream for complaints is closed.
    try? errors.write(Array(text.utf8))
  }

  /// Reads the input to its end, or refuses more than the limit.
  package func readInput(atMost limit: Int) throws(CommandFailure) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try input.readAll(atMost: limit + 1)
    } catch {
      throw .failed("the input cannot be read: \(error.reason)")
    }
    guard bytes.count <= limit else {
      throw .failed("the input is longer than \(limit) bytes")
    }
    return bytes
  }
}
