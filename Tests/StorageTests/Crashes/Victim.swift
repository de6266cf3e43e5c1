import Foundation
import TestSupport

/// A process that writes to a database until it is killed.
struct Victim {
  /// When the process is killed: so long after it has said so many things.
  struct Moment: CustomStringConvertible {
    let lineCount: Int
    let microseconds: UInt32

    var description: String { "\(microseconds) µs after its line \(lineCount)" }
  }

  /// What the process said before it was killed, a line each.
  let lines: [String]
  /// How the process ended, if not by being killed.
  let misfortune: String?

  /// Starts the program, kills it at a moment, and waits for its end.
  init(_ program: String, _ arguments: [String], killedAt moment: Moment) throws {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    var said = Data()
    while said.count(where: { $0 == 0x0A }) < moment.lineCount {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      said += more
    }
    usleep(moment.microseconds)
    kill(process.processIdentifier, SIGKILL)
    said += output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    lines = String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    let isKilled =
      process.terminationReason == .uncaughtSignal
      && process.terminationStatus == SIGKILL
    misfortune = isKilled ? nil : String(decoding: complaint, as: UTF8.self)
  }

  /// The last height it said was durable.
  var durableHeight: UInt64? { lines.compactMap { height(in: $0, behind: "done") }.last }

  /// The height of the commit that was under way when it was killed, if one was.
  var announcedHeight: UInt64? { lines.last.flatMap { height(in: $0, behind: "commit") } }

  private func height(in line: String, behind word: String) -> UInt64? {
    let words = line.split(separator: " ")
    return words.count == 2 && words[0] == word ? UInt64(words[1]) : nil
  }
}
