import Chain
import Cryptography
import Foundation
import Storage

/// Commands about a node's database.
enum DatabaseCommands {
  static let group = Command(
    "db", summary: "Look after a node's database",
    discussion: """
      check, stats and backup may be used while the node runs. compact needs the database for \
      itself. The signing journal is no part of the database, and no command here touches it.
      """,
    commands: [check, stats, backup, compact])

  private static let location = Command.OptionGroup([
    .value(
      "database", letter: "d", .path, name: "DIR", .required,
      summary: "The directory of the database")
  ])

  private static let check = Command(
    "check", summary: "Hash the whole state and every block, and report what does not fit",
    examples: [
      .init("tradewind db check --database home/database", "Prints the root and what was checked.")
    ],
    options: [location]
  ) { invocation, console throws(CommandFailure) in
    let findings = try attempt { () throws(StorageError) in
      try DatabaseInspection(invocation.value("database")).check()
    }
    try console.print(
      """
      state root: \(findings.stateRoot)
      entries:    \(findings.entryCount)
      blocks:     \(findings.blockCount)
      The database is sound.

      """)
  }

  private static let stats = Command(
    "stats", summary: "Show how far the database has come and what takes its space",
    options: [location]
  ) { invocation, console throws(CommandFailure) in
    let text = try attempt { () throws(StorageError) in
      let inspection = try DatabaseInspection(invocation.value("database"))
      return try progressText(inspection.snapshot()) + spaceText(inspection)
    }
    try console.print(text)
  }

  private static let backup = Command(
    "backup", summary: "Copy the database of a node, which may be running",
    discussion: """
      The copy is a whole database as of one commit, without the space that holds nothing. A node \
      that is started with it has no signing journal, and observes before it signs anything.
      """,
    examples: [
      .init("tradewind db backup --database home/database backup", "Copies while the node runs.")
    ],
    arguments: [.init("DIR", .path, summary: "A directory that is empty or does not exist")],
    options: [location]
  ) { invocation, console throws(CommandFailure) in
    let path = invocation.value("DIR", as: String.self)
    let text = try attempt { () throws(StorageError) in
      try DatabaseInspection(invocation.value("database")).backUp(to: path)
      return try progressText(DatabaseInspection(path).snapshot())
    }
    try console.print(text)
  }

  private static let compact = Command(
    "compact", summary: "Rewrite the file of a database without the space that holds nothing",
    discussion: "The node must not be running. It needs free space for a second copy.",
    options: [location]
  ) { invocation, console throws(CommandFailure) in
    let path = invocation.value("database", as: String.self)
    let (before, after) = try attempt { () throws(StorageError) in
      let before = try DatabaseInspection(path).sizeBytes
      try Database.compact(path)
      return (before, try DatabaseInspection(path).sizeBytes)
    }
    try console.print("\(size(before)) before, \(size(after)) now\n")
  }

  private static func attempt<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(CommandFailure) -> Result {
    do {
      return try body()
    } catch {
      throw .failed("\(error)")
    }
  }

  private static func progressText(_ snapshot: Snapshot) throws(StorageError) -> String {
    guard let progress = snapshot.progress else { return "The database is empty.\n" }
    let network = try snapshot.network()
    let blocks = try snapshot.blocks()
    return """
      chain id:     \(network.map { "\($0.chainID)" } ?? "none")
      genesis hash: \(network.map { "\($0.genesisHash)" } ?? "none")
      height:       \(progress.height)\(progress.isClosing ? " (closes its epoch)" : "")
      epoch:        \(progress.epoch)
      block hash:   \(progress.blockHash)
      state root:   \(progress.stateRoot)
      blocks:       \(blocks.map { "\($0.lowest) to \($0.highest)" } ?? "none")

      """
  }

  private static func spaceText(
    _ inspection: borrowing DatabaseInspection
  ) throws(StorageError) -> String {
    func column(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    var text = "\n" + "part".padding(toLength: 16, withPad: " ", startingAt: 0)
    text += column("entries", 14) + column("size", 14) + column("depth", 7) + "\n"
    for part in try inspection.parts() {
      text += part.name.padding(toLength: 16, withPad: " ", startingAt: 0)
      text += column("\(part.usage.entries)", 14) + column(size(part.usage.sizeBytes), 14)
      text += column("\(part.usage.depth)", 7) + "\n"
    }
    text += "\nfile: \(size(try inspection.sizeBytes)), of which "
    text += "\(size(try inspection.freeBytes)) hold nothing; "
    return text + "\(try inspection.readers) read transactions are open\n"
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 10 << 20 ? "\(bytes / 1_024) KiB" : "\(bytes >> 20) MiB"
  }
}
