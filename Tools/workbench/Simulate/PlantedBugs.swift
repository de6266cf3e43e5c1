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
      .flag("planted", summary: "Plant each bug, and run until it is noticed"),
      .value("bug", .text, name: "NAME", summary: "Plant one bug, and run until it is noticed"),
      .flag("worlds", summary: "Run worlds with planted bugs, and no walks"),
    ])

  #if PLANTED
    /// What a bug is tried with: walks take milliseconds, and worlds show what else would notice.
    private enum Trial: String {
      case walk
      case world

      var seeds: ClosedRange<UInt64> { self == .walk ? 1...200 : 1...300 }

      func complaints(seed: UInt64) -> [String] {
        switch self {
        case .walk: Simulation.walk(seed: seed)
        case .world: Simulation.runWorld(seed: seed).complaints
        }
      }
    }

    /// Every bug of consensus, as something that makes a trial with it in place.
    private static var all: [(name: String, run: (Trial, UInt64) -> [String])] {
      func runs<Bug: PlantedBug>(_ type: Bug.Type) -> [(String, (Trial, UInt64) -> [String])] {
        Bug.allCases.map { bug in
          (bug.rawValue, { trial, seed in bug.plant { trial.complaints(seed: seed) } })
        }
      }
      return runs(EngineBug.self) + runs(GateBug.self)
    }

    /// Does what is asked for with planted bugs; false when that is nothing.
    static func run(
      _ invocation: Invocation, _ console: Console
    ) throws(CommandFailure) -> Bool {
      let hasWalks = !invocation.isSet(flag: "worlds")
      if let name: String = invocation.optionalValue("bug") {
        let seeds: ClosedRange<UInt64>? = invocation.optionalValue("seeds")
        try run(name, hasWalks ? [.walk, .world] : [.world], seeds, console)
        return true
      }
      guard invocation.isSet(flag: "planted") else { return false }
      try runAll(
        console, jobs: Int(invocation.value("jobs", as: UInt64.self)), hasWalks: hasWalks)
      return true
    }

    /// Plants a bug and fails with the first complaint.
    private static func run(
      _ name: String, _ trials: [Trial], _ seeds: ClosedRange<UInt64>?, _ console: Console
    ) throws(CommandFailure) {
      guard let bug = all.first(where: { $0.name == name }) else {
        throw .failed("there is no planted bug \(name)")
      }
      for trial in trials {
        for seed in seeds ?? trial.seeds {
          // Told before it runs, in case the bug ends the process.
          try console.print("\(trial.rawValue) \(seed)\n")
          guard let complaint = bug.run(trial, seed).first else { continue }
          throw .failed(complaint)
        }
      }
    }

    private static func runAll(
      _ console: Console, jobs: Int, hasWalks: Bool
    ) throws(CommandFailure) {
      try runControl()
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
          let (trial, words) = hunt(names[index], hasWalks: hasWalks)
          missed.withLock { missed in
            if words == nil { missed.append(names[index]) }
            let result = words.map { "noticed by \(trial): \($0)" } ?? "NOT NOTICED"
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

    /// What complains without any bug proves nothing about bugs.
    private static func runControl() throws(CommandFailure) {
      for seed in Trial.walk.seeds {
        guard let complaint = Simulation.walk(seed: seed).first else { continue }
        throw .failed("without any bug, walk \(seed): \(complaint)")
      }
    }

    /// By which trial a bug was noticed, and what gave it away; nothing if nothing did.
    private static func hunt(_ name: String, hasWalks: Bool) -> (trial: String, words: String?) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      process.arguments = ["simulate", "--bug", name] + (hasWalks ? [] : ["--worlds"])
      process.environment = ["SWIFT_BACKTRACE": "enable=no"]
      let output = Pipe()
      let errors = Pipe()
      process.standardOutput = output
      process.standardError = errors
      do { try process.run() } catch { return ("?", nil) }
      let printed = output.fileHandleForReading.readDataToEndOfFile()
      let said = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let trial = String(decoding: printed, as: UTF8.self).split(separator: "\n").last ?? "?"
      guard
        trial == "?" || process.terminationReason == .exit && process.terminationStatus == 0
      else {
        let words = String(decoding: said, as: UTF8.self).split(separator: "\n").first ?? "a trap"
        return (String(trial), String(words.prefix(120)))
      }
      return (String(trial), nil)
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
