import Foundation
import Node
import Storage
import TestSupport

/// A console whose streams are files, and behind which there is no terminal.
struct RecordedConsole {
  private let folder: TemporaryFolder
  private let streams: [FileHandle]

  init(input: String = "") throws {
    folder = try TemporaryFolder()
    var streams: [FileHandle] = []
    for (name, text) in [("input", input), ("output", ""), ("errors", "")] {
      let path = try folder.write(text, to: name)
      streams.append(try FileHandle(forUpdating: URL(fileURLWithPath: path)))
    }
    self.streams = streams
  }

  var console: Console {
    let numbers = streams.map { FileDescriptor($0.fileDescriptor) }
    return Console(
      input: numbers[0], output: numbers[1], errors: numbers[2],
      terminalPath: folder.path("no-terminal"))
  }

  func run(
    _ words: [String], in tree: CommandTree = Program.tree
  ) -> CommandRunner.ExitCode {
    CommandRunner.run(words, in: tree, on: console)
  }

  var output: String { get throws { try folder.read("output") } }
  var errors: String { get throws { try folder.read("errors") } }
}
