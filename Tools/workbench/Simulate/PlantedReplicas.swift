import Foundation
import Node
import Simulator

#if PLANTED
  import Codec
  import Dispatch
  import Synchronization
#endif

/// `workbench simulate --planted-replicas`: puts mistakes into whole nodes one by one, and sees
/// that worlds of them notice each.
///
/// Like the mistakes of consensus, they exist only in builds with `-DPLANTED`, and each runs in a
/// process of its own, since it may well break a precondition.
enum PlantedReplicas {
  static let options = Command.OptionGroup(
    title: "The same for whole nodes",
    [
      .flag("planted-replicas", summary: "Run worlds of replicas with each planted bug"),
      .value(
        "replica-bug", .text, name: "NAME", summary: "Run worlds of replicas with one planted bug"),
    ])

  #if PLANTED
    private static let seedsMax: UInt64 = 1_000

    /// Does what is asked for with planted bugs; false when that is nothing.
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      if let name: String = invocation.optionalValue("replica-bug") {
        guard let bug = ReplicaBug(rawValue: name) else {
          throw .failed("there is no planted bug \(name) of replicas")
        }
        for seed in 1...seedsMax {
          // Told before it runs, in case the bug ends the process.
          try console.print("\(seed)\n")
          let complaints = bug.plant { ReplicaSimulation.run(seed: seed).complaints }
          guard let complaint = complaints.first else { continue }
          throw .failed(complaint)
        }
        return true
      }
      guard invocation.isSet(flag: "planted-replicas") else { return false }
      try runAll(console, jobs: Int(invocation.value("jobs", as: UInt64.self)))
      return true
    }

    private static func runAll(_ console: Console, jobs: Int) throws(CommandFailure) {
      let names = ReplicaBug.allCases.map(\.rawValue)
      let next = Mutex(0)
      let missed = Mutex([String]())
      DispatchQueue.concurrentPerform(iterations: jobs) { _ in
        while true {
          let index = next.withLock { value in
            defer { value += 1 }
            return value
          }
          guard index < names.count else { return }
          let (seed, words) = hunt(names[index])
          if words == nil { missed.withLock { $0.append(names[index]) } }
          let result = words.map { "noticed with seed \(seed): \($0)" } ?? "NOT NOTICED"
          FileHandle.standardOutput.write(
            Data("planted ReplicaBug.\(names[index]): \(result)\n".utf8))
        }
      }
      let left = missed.withLock { $0 }
      try console.print("\(names.count - left.count) of \(names.count) planted bugs were noticed\n")
      guard left.isEmpty else {
        throw .failed("nothing noticed \(left.joined(separator: ", "))")
      }
    }

    /// With which seed a bug was noticed, and what gave it away; nothing if nothing did.
    private static func hunt(_ name: String) -> (seed: String, words: String?) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      process.arguments = ["simulate", "--replica-bug", name]
      process.environment = ["SWIFT_BACKTRACE": "enable=no"]
      let output = Pipe()
      let errors = Pipe()
      process.standardOutput = output
      process.standardError = errors
      do { try process.run() } catch { return ("?", nil) }
      let printed = output.fileHandleForReading.readDataToEndOfFile()
      let said = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let seeds = String(decoding: printed, as: UTF8.self).split(separator: "\n").last ?? "?"
      guard process.terminationReason == .exit, process.terminationStatus == 0 else {
        let words = String(decoding: said, as: UTF8.self).split(separator: "\n").first ?? "a trap"
        return (String(seeds), String(words.prefix(100)))
      }
      return (String(seeds), nil)
    }
  #else
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      guard
        invocation.isSet(flag: "planted-replicas")
          || invocation.optionalValue("replica-bug", as: String.self) != nil
      else { return false }
      throw .failed(
        "this build has no planted bugs; make one with: swift build -c release "
          + "--scratch-path .build/planted -Xswiftc -DPLANTED --product workbench")
    }
  #endif
}
