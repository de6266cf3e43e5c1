import Storage

/// Where a passphrase comes from: the first line of a file, or the person at the terminal.
enum PassphraseSource {
  case file(String)
  case terminal

  /// Every command that opens or makes a key file takes these.
  static let options = Command.OptionGroup(
    title: "Passphrase",
    [
      .value(
        "passphrase-file", .path, name: "PATH",
        summary: "Read the passphrase from the first line of a file instead of asking for it")
    ])

  private static let sizeBytesMax = 4096

  init(_ invocation: Invocation) {
    self = invocation.optionalValue("passphrase-file").map(PassphraseSource.file) ?? .terminal
  }

  /// The passphrase of a file that is there.
  func known(for path: String, on console: Console) throws(CommandFailure) -> [UInt8] {
    switch self {
    case .file(let source):
      try Self.read(source, on: console)
    case .terminal:
      try Self.ask("Passphrase of \(path): ", on: console)
    }
  }

  /// The passphrase of a file that is about to be made; asked for twice, since nobody can see it.
  func chosen(for path: String, on console: Console) throws(CommandFailure) -> [UInt8] {
    let passphrase: [UInt8]
    switch self {
    case .file(let source):
      passphrase = try Self.read(source, on: console)
    case .terminal:
      passphrase = try Self.ask("New passphrase for \(path): ", on: console)
      guard try Self.ask("The same once more: ", on: console) == passphrase else {
        throw .failed("the two passphrases differ; nothing was written, so start again")
      }
    }
    guard !passphrase.isEmpty else {
      throw .failed("the passphrase is empty, and anybody could open the file: choose another")
    }
    return passphrase
  }

  private static func read(
    _ path: String, on console: Console
  ) throws(CommandFailure) -> [UInt8] {
    let file: (bytes: [UInt8], isOpenToOthers: Bool)
    do {
      file = try PrivateFile.read(path, atMost: sizeBytesMax)
    } catch {
      throw .failed("the passphrase file '\(path)' cannot be read: \(error.reason)")
    }
    guard file.bytes.count <= sizeBytesMax else {
      throw .failed("the passphrase file '\(path)' is longer than \(sizeBytesMax) bytes")
    }
    if file.isOpenToOthers {
      console.warn(
        "the passphrase file '\(path)' is open to other users; close it with: chmod 600 '\(path)'")
    }
    var line = file.bytes.prefix { $0 != 0x0A }
    // Editors on other systems end lines with two characters.
    if line.last == 0x0D, line.count < file.bytes.count { line.removeLast() }
    return Array(line)
  }

  private static func ask(
    _ question: String, on console: Console
  ) throws(CommandFailure) -> [UInt8] {
    let answer: Terminal.Answer
    do {
      answer = try Terminal(console.terminalPath).ask(question)
    } catch {
      throw .failed(
        "there is no terminal to ask for the passphrase; name a file with --passphrase-file PATH")
    }
    switch answer {
    case .line(let line): return line
    case .closed: throw .failed("no passphrase was entered")
    }
  }
}
