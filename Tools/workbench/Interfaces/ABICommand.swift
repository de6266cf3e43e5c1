import Foundation
import Node

/// `workbench abi`: the published interfaces, from the declarations that the ledger runs by.
enum ABICommand {
  static let command = Command(
    "abi", summary: "Write the published interfaces of all contracts anew",
    discussion: """
      Writes an ABI in JSON and an interface in Solidity for each contract, and for what every \
      token and every pool answers. Run it at the root of the repository. Once released, a \
      change in them needs a page under Decisions.
      """,
    options: [
      .init([
        .flag("check", summary: "Write nothing, and fail if a file is not what it would be"),
        .value(
          "directory", .path, name: "DIR", .standard("Tools/abi"),
          summary: "The directory that holds these files and nothing else"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let folder: String = invocation.value("directory")
    let files = PublishedInterface.all.flatMap(\.files)
    if invocation.isSet(flag: "check") {
      let differences = PublishedFile.differences(of: files, in: folder)
      guard differences.isEmpty else {
        throw .failed(
          differences.joined(separator: "\n")
            + "\nrun 'workbench abi', delete what is superfluous, and commit what changes")
      }
      try console.print("\(files.count) files in \(folder) are current\n")
      return
    }
    do {
      for file in files { try file.write(to: folder) }
    } catch {
      throw .failed("the files cannot be written: \(error.localizedDescription)")
    }
    for found in PublishedFile.superfluous(beside: files, in: folder) { console.warn(found) }
    try console.print("wrote \(files.count) files in \(folder)\n")
  }
}
