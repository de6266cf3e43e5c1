import Foundation
import Node
import TestSupport

/// `workbench vectors`: records the wire formats anew, which approves a change of protocol.
enum VectorsCommand {
  static let command = Command(
    "vectors", summary: "Record the hash of every wire format anew",
    discussion: """
      Run it at the root of the repository after a wanted change of an encoding. The difference it \
      makes is the change of protocol, and needs a page under Decisions.
      """,
    options: [
      .init([
        .value(
          "file", .path, name: "PATH", .standard("Tests/ChainTests/Vectors/wire.txt"),
          summary: "The file to write")
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let path: String = invocation.value("file")
    do {
      try WireFormats.text().write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw .failed("\(path) cannot be written: \(error.localizedDescription)")
    }
    try console.print("wrote \(path)\n")
  }
}
