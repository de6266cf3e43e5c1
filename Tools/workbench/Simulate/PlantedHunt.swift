#if PLANTED
  import Codec
  import Dispatch
  import Foundation
  import Node
  import Simulator
  import Synchronization

  /// The hunt for one planted bug: trials with it in place, until one notices it.
  ///
  /// Each runs in a process of its own, since a bug may well break a precondition.
  struct PlantedHunt {
    /// What a bug is tried with, and with which seeds.
    struct Trial {
      enum Kind: String {
        case walk
        case world
        case replicas
        case misled

        func complaints(seed: UInt64) -> [String] {
          switch self {
          case .walk: Simulation.walk(seed: seed)
          case .world: Simulation.runWorld(seed: seed).complaints
          case .replicas: ReplicaSimulation.run(seed: seed).complaints
          case .misled: ReplicaSimulation.run(seed: seed, .misled).complaints
          }
        }
      }

      let kind: Kind
      let seeds: ClosedRange<UInt64>

      init(_ kind: Kind, _ seeds: ClosedRange<UInt64>) {
        self.kind = kind
        self.seeds = seeds
      }
    }

    /// Walks take milliseconds, and worlds show what else would notice.
    static var consensus: [Trial] { [Trial(.walk, 1...200), Trial(.world, 1...300)] }
    /// What few worlds of any kind notice has to do with snapshots, or is rare.
    static var replicas: [Trial] {
      [Trial(.replicas, 1...100), Trial(.misled, 1...200), Trial(.replicas, 101...1_000)]
    }

    let name: String
    private let trials: [Trial]
    private let complaints: (Trial.Kind, UInt64) -> [String]

    /// A hunt for every bug of a core.
    static func all<Bug: PlantedBug>(of type: Bug.Type, _ trials: [Trial]) -> [PlantedHunt] {
      Bug.allCases.map { bug in
        PlantedHunt(name: bug.rawValue, trials: trials) { kind, seed in
          bug.plant { kind.complaints(seed: seed) }
        }
      }
    }

    /// Plants the bug in this process, and fails with the first complaint.
    func run(
      seeds: ClosedRange<UInt64>?, hasWalks: Bool, _ console: Console
    ) throws(CommandFailure) {
      for trial in trials where hasWalks || trial.kind != .walk {
        for seed in seeds ?? trial.seeds {
          // Told before it runs, in case the bug ends the process.
          try console.print("\(trial.kind.rawValue) \(seed)\n")
          guard let complaint = complaints(trial.kind, seed).first else { continue }
          throw .failed(complaint)
        }
      }
    }

    static func runAll(
      _ hunts: [PlantedHunt], jobs: Int, hasWalks: Bool, _ console: Console
    ) throws(CommandFailure) {
      try runControl()
      let names = hunts.map(\.name)
      let next = Mutex(0)
      let missed = Mutex([String]())
      DispatchQueue.concurrentPerform(iterations: jobs) { _ in
        while true {
          let index = next.withLock { value in
            defer { value += 1 }
            return value
          }
          guard index < names.count else { return }
          let (trial, words) = runElsewhere(names[index], hasWalks: hasWalks)
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
      for trial in consensus where trial.kind == .walk {
        for seed in trial.seeds {
          guard let complaint = trial.kind.complaints(seed: seed).first else { continue }
          throw .failed("without any bug, walk \(seed): \(complaint)")
        }
      }
    }

    /// By which trial a bug was noticed, and what gave it away; nothing if nothing did.
    private static func runElsewhere(
      _ name: String, hasWalks: Bool
    ) -> (trial: String, words: String?) {
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
  }
#endif
