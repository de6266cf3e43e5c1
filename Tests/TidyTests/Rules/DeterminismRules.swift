/// What the cores do without, so that every node computes the same.
enum DeterminismRules {
  static let clocks = Ban(
    [
      "Date", "Clock", "ContinuousClock", "SuspendingClock", "DispatchTime", "DispatchWallTime",
      "Calendar", "TimeZone", "clock_gettime", "gettimeofday",
    ],
    rule: "a core reads no clock",
    remedy: "Take the time as an input, or ask for a timer with an effect")

  static let concurrency = Ban(
    [
      "async", "await", "Task", "TaskGroup", "withTaskGroup", "AsyncStream", "actor", "Actor",
      "@MainActor", "@globalActor", "Thread", "DispatchQueue", "DispatchGroup",
      "DispatchSemaphore", "DispatchSource", "OperationQueue", "Mutex", "Atomic", "NSLock",
      "NSRecursiveLock", "pthread_create", "pthread_mutex_lock", "Glibc.sleep", "usleep",
    ],
    rule: "a core runs on one thread and never waits",
    remedy: "Return an effect, and take its result as an input")

  static let randomness = Ban(
    [
      "SystemRandomNumberGenerator", ".random()", ".randomElement()", ".shuffled()", ".shuffle()",
      "arc4random", "UUID", "getrandom",
    ],
    rule: "a core draws no lots of its own",
    remedy: "Take a generator or a seed as an argument")

  static let hashing = Ban(
    ["hashValue", "Hasher()"],
    rule: "Swift's hashes differ from process to process",
    remedy: "Use Keccak256 where the number itself matters")

  static let floats = Ban(
    ["Float", "Double", "Float16", "Float32", "Float64", "Float80", "CGFloat"],
    rule: "rounding of floating point is nothing to agree on",
    remedy: "Use integers and name the unit")

  static let coding = Ban(
    ["Codable", "Encodable", "Decodable", "CodingKey"],
    rule: "a core has one byte form, the canonical one",
    remedy: "Conform to Canonical; JSON belongs to the edges")

  static let output = Ban(
    ["print(", "debugPrint(", "dump("],
    rule: "a core writes nothing",
    remedy: "Return what is worth saying as an effect or an error")

  static let traps = Ban(
    ["fatalError(", "assert(", "assertionFailure("],
    rule: "a core checks itself in release too, and says which rule it counts on",
    remedy: "Use precondition with the rule stated positively, or throw")

  static let bans = [
    clocks, concurrency, randomness, hashing, floats, coding, output, traps,
  ]

  /// Numbers drawn from a range without a generator.
  static func unseededRanges(in file: SwiftText) -> [Violation] {
    file.positions(of: ".random(in:").filter { position in
      let end = file.closing(of: position + 2)
      return !file.tokens[position..<end].contains { $0.isWord("using") }
    }
    .map { randomness.violation(at: $0, in: file, found: ".random(in:)") }
  }

  /// Floating point that no type name shows.
  static func floatLiterals(in file: SwiftText) -> [Violation] {
    file.tokens.indices.filter { index in
      let token = file.tokens[index]
      guard token.kind == .number, !token.text.hasPrefix("0x") else { return false }
      return token.text.contains(".") || token.text.contains("e")
    }
    .map { floats.violation(at: $0, in: file, found: file.tokens[$0].text) }
  }

  /// State that one call could leave behind for the next.
  static func lastingVariables(in file: SwiftText) -> [Violation] {
    file.lastingVariables.map { token in
      Violation(
        path: file.path, line: token.line, rule: "a core has no variables that outlive a call",
        remedy: "Make it a constant, a computed property, or part of a value that is passed")
    }
  }

  /// `nonisolated(unsafe)`, except on a constant, which only wraps a pointer of C.
  static func uncheckedIsolation(in file: SwiftText) -> [Violation] {
    file.positions(of: "nonisolated(unsafe)").filter { position in
      position + 4 >= file.tokens.count || !file.tokens[position + 4].isWord("let")
    }
    .map { position in
      Violation(
        path: file.path, line: file.tokens[position].line,
        rule: "`nonisolated(unsafe)`: a core shares no variables",
        remedy: "Make it a constant, or part of a value that is passed")
    }
  }

  /// Conditional compilation other than for planted bugs.
  static func conditions(in file: SwiftText) -> [Violation] {
    let planted = Set(file.positions(of: "#if PLANTED").map { file.tokens[$0].line })
    return (file.positions(of: "#if") + file.positions(of: "#elseif")).filter { position in
      let line = file.tokens[position].line
      // The condition is the whole line: no second term may hide behind the word.
      let terms = file.tokens[position...].prefix { $0.line == line }
      return !planted.contains(line) || terms.count != 3
    }
    .map { position in
      Violation(
        path: file.path, line: file.tokens[position].line,
        rule: "a core is the same in every build, but for bugs planted with `#if PLANTED`",
        remedy: "Decide at run time, by a value that is passed")
    }
  }

  /// Classes that are not listed, and listed ones that are gone.
  static func classes(in file: SwiftText, listed: [String: String]) -> [Violation] {
    let found = file.types.filter { $0.keyword == "class" }
    let names = found.map { "\(file.path): \($0.name)" }
    let unlisted = zip(names, found).filter { listed[$0.0] == nil }.map { _, type in
      Violation(
        path: file.path, line: type.line, rule: "class \(type.name): a core is made of values",
        remedy: "Make it a struct, or list it with its reason in Exceptions.swift")
    }
    let stale = listed.keys.sorted()
      .filter { $0.hasPrefix("\(file.path): ") && !names.contains($0) }
      .map { entry in
        Violation(
          path: file.path, line: 1, rule: "\(entry) is listed as a class and is none",
          remedy: "Remove it from Exceptions.swift")
      }
    return unlisted + stale
  }
}
