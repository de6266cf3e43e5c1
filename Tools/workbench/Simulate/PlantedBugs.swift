import Foundation
import Node
import Simulator

#if PLANTED
  import Codec
  import Dispatch
  import Synchronization
#endif

/// `workbench simulate --planted`: puts mistakes into consensus one by one, and sees that each is
/// noticed.
///
/// The mistakes exist only in builds with `-DPLANTED`. Each runs in a process of its own, since it
/// may well break a precondition.
enum PlantedBugs {
  static let options = Command.OptionGroup(
    title: "In builds with planted bugs",
    [
      .flag("planted", summary: "Run worlds with each planted bug until it is noticed"),
      .value("bug", .text, name: "NAME", summary: "Run worlds with one planted bug"),
    ])

  #if PLANTED
    private static let seedsMax: UInt64 = 1_000

    /// Every bug of consensus, as something that runs the worlds with it in place.
    private static var all: [(name: String, run: (UInt64) -> [String])] {
      func runs<Bug: PlantedBug>(_ type: Bug.Type) -> [(String, (UInt64) -> [String])] {
        Bug.allCases.map { bug in
          (bug.rawValue, { seed in bug.plant { Simulation.run(seed: seed).complaints } })
        }
      }
      return runs(EngineBug.self) + runs(GateBug.self)
    }

    /// Does what is asked for with planted bugs; false when that is nothing.
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      if let name: String = invocation.optionalValue("bug") {
        guard let bug = all.first(where: { $0.name == name }) else {
          throw .failed("there is no planted bug \(name)")
        }
        for seed in 1...seedsMax {
          // Told before it runs, in case the bug ends the process.
          try console.print("\(seed)\n")
          guard let complaint = bug.run(seed).first else { continue }
          throw .failed(complaint)
        }
        return true
      }
      guard invocation.isSet(flag: "planted") else { return false }
      try runAll(console, jobs: Int(invocation.value("jobs", as: UInt64.self)))
      return true
    }

    private static func runAll(_ console: Console, jobs: Int) throws(CommandFailure) {
      let names = all.map(\.name)
      let next = Mutex(0)
      let missed = Mutex([String]())
      DispatchQueue.concurrentPerform(iterations: jobs) { _ in
        while true {
          let index = next.withLock { value in
            defer { value += 1 }
            return value
          }
          guard index < names.count else { return }
          let (seeds, words) = hunt(names[index])
          missed.withLock { missed in
            if words == nil { missed.append(names[index]) }
            let result = words.map { "noticed with seed \(seeds): \($0)" } ?? "NOT NOTICED"
            // Whoever waits for some eighty of them sees how far it is.
            FileHandle.standardOutput.write(Data("planted \(names[index]): \(result)\n".utf8))
          }
        }
      }
      let left = missed.withLock { $0 }
      try console.print("\(names.count - left.count) of \(names.count) planted bugs were noticed\n")
      guard left.isEmpty else {
        throw .failed("nothing noticed \(left.joined(separator: ", "))")
      }
    }

    /// How many seeds a bug took, and what gave it away; nothing if nothing did.
    private static func hunt(_ name: String) -> (seeds: String, words: String?) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      process.arguments = ["simulate", "--bug", name]
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
        invocation.isSet(flag: "planted") || invocation.optionalValue("bug", as: String.self) != nil
      else { return false }
      throw .failed(
        "this build has no planted bugs; make one with: swift build -c release "
          + "--scratch-path .build/planted -Xswiftc -DPLANTED --product workbench")
    }
  #endif
}
