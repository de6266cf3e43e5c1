import Foundation
import Glibc

/// For how long the host of this machine, if it is a guest, ran others while a processor had work
/// to do: nothing that is timed meanwhile can help that.
enum StolenTime {
  /// The system counts what is stolen in ticks, and a processor's at its next one.
  static let tickMilliseconds = 10

  /// How long it was since the machine was started, all processors together.
  static func milliseconds() throws -> Int {
    let path = "/proc/stat"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // The word `cpu`, and times as a user, as a nice one, as the system, idle, waiting for the
    // disk, in two kinds of interrupts, and stolen.
    let fields = text.prefix { $0 != "\n" }.split(separator: " ")
    guard fields.first == "cpu", fields.count > 8, let ticks = Int(fields[8]) else {
      throw ReadBench.Failure(description: "\(path) does not tell what was stolen")
    }
    return ticks * tickMilliseconds
  }

  /// Waits until what has been stolen so far is counted.
  static func settle() { usleep(UInt32(tickMilliseconds) * 1_000) }
}
