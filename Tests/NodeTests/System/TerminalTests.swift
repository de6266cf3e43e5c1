import Foundation
import Node
import TestSupport
import Testing

/// The program at a terminal of its own, which `script` provides.
@Suite(
  .enabled(
    if: Running.tradewind != nil && Running.find("script") != nil,
    "the program is not beside its tests, or there is no terminal to be had"))
struct TerminalTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(SampleKeyFiles.scrypt, to: "key.json")
  }

  /// Runs a line of shell at a terminal and answers each question once it was asked.
  ///
  /// What is typed before a question is dropped by the terminal, so waiting matters.
  private func converse(
    _ line: String, _ dialogue: [(question: String, answer: String)]
  ) throws -> String {
    let program = try #require(Running.tradewind)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Running.find("script")))
    process.arguments = [
      "--quiet", "--return", "--command", "exec bash -c '\(line)'", folder.path("log"),
    ]
    process.environment = ["PROGRAM": program, "PATH": "/usr/bin:/bin", "SHELL": "/bin/bash"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var transcript = ""
    for (question, answer) in dialogue {
      var part = ""
      while !part.contains(question) {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        part += String(decoding: data, as: UTF8.self)
      }
      transcript += part
      try input.fileHandleForWriting.write(contentsOf: Data(answer.utf8))
    }
    transcript += String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return transcript
  }

  private static let settings = "echo code $?; stty -a | grep -o -E -e \"-?echo\\>\""

  @Test func `a passphrase is asked for and not shown`() throws {
    let transcript = try converse(
      "\"$PROGRAM\" key show key.json --public-key; \(Self.settings)",
      [("Passphrase of key.json: ", "correct horse\n")])
    #expect(transcript.contains("public key: \(SampleKeyFiles.publicKey)"))
    #expect(!transcript.contains("correct horse"))
    #expect(transcript.contains("code 0"))
    #expect(transcript.contains("\necho"))
  }

  @Test func `a new passphrase is asked for twice`() throws {
    let transcript = try converse(
      "\"$PROGRAM\" key new new.json --light; \(Self.settings)",
      [("New passphrase for new.json: ", "one\n"), ("once more: ", "two\n")])
    #expect(transcript.contains("the two passphrases differ"))
    #expect(transcript.contains("code 1"))
    #expect(try !folder.names.contains("new.json"))
  }

  @Test func `an interruption leaves the terminal as it was`() throws {
    let transcript = try converse(
      "trap : INT; \"$PROGRAM\" key show key.json --public-key; \(Self.settings)",
      [("Passphrase of key.json: ", "half of it\u{3}")])
    #expect(transcript.contains("code 130"))
    #expect(transcript.contains("\necho"))
    #expect(!transcript.contains("half of it"))
  }

  @Test func `the end of the input is no passphrase`() throws {
    let transcript = try converse(
      "\"$PROGRAM\" key show key.json --public-key; \(Self.settings)",
      [("Passphrase of key.json: ", "\u{4}")])
    #expect(transcript.contains("no passphrase was entered"))
    #expect(transcript.contains("code 1"))
  }
}
