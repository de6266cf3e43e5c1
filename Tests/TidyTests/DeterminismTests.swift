import Testing

@Suite struct DeterminismTests {
  private func check(_ ban: Ban) throws {
    try check(ban.violations)
  }

  private func check(_ rule: (SwiftText) -> [Violation]) throws {
    expectNone(try SourceTree.project.cores.flatMap(rule))
  }

  @Test func `a core reads no clock`() throws { try check(DeterminismRules.clocks) }

  @Test func `a core runs on one thread and never waits`() throws {
    try check(DeterminismRules.concurrency)
  }

  @Test func `a core is handed its randomness`() throws {
    try check(DeterminismRules.randomness)
    try check(DeterminismRules.unseededRanges)
  }

  @Test func `a core uses no hash that differs between processes`() throws {
    try check(DeterminismRules.hashing)
  }

  @Test func `a core has no floating point`() throws {
    try check(DeterminismRules.floats)
    try check(DeterminismRules.floatLiterals)
  }

  @Test func `a core encodes canonically and in no other way`() throws {
    try check(DeterminismRules.coding)
  }

  @Test func `a core writes nothing`() throws { try check(DeterminismRules.output) }

  @Test func `a core checks itself with preconditions`() throws {
    try check(DeterminismRules.traps)
  }

  @Test func `a core has no variables that outlive a call`() throws {
    try check(DeterminismRules.lastingVariables)
  }

  @Test func `a core shares no variables`() throws {
    try check(DeterminismRules.uncheckedIsolation)
  }

  @Test func `a core is the same in every build`() throws {
    try check(DeterminismRules.conditions)
  }

  @Test func `a core is made of values`() throws {
    try check { DeterminismRules.classes(in: $0, listed: Exceptions.classes) }
  }

  @Test func `a core walks no dictionary and no set`() throws {
    let families = Dictionary(grouping: try SourceTree.project.cores, by: \.family)
    for family in families.keys.sorted() {
      expectNone(UnorderedIteration.violations(in: families[family] ?? []))
    }
  }
}

/// Each rule can fail.
@Suite struct DeterminismRuleTests {
  private func sample(_ text: String) -> SwiftText {
    SwiftText(path: "Sources/Chain/Sample.swift", text)
  }

  @Test(arguments: DeterminismRules.bans.flatMap { ban in ban.phrases.map { (ban, $0) } })
  func `each banned word is found, except in comments and strings`(ban: Ban, phrase: Phrase) {
    let closed = phrase.description.hasSuffix("(") ? "\(phrase))" : phrase.description
    let found = ban.violations(in: sample("let first = 1\nlet sample = value\(closed)"))
    let word = ban.violations(in: sample("let first = 1\nlet sample = \(closed)"))
    #expect(Set((found + word).map(\.line)) == [2])
    #expect(ban.violations(in: sample("// \(closed)\nlet sample = \"\(closed)\"")).isEmpty)
  }

  @Test func `a range without a generator is found`() {
    let text = """
      let bad = UInt64.random(in: 0...9)
      let good = UInt64.random(in: 0...9, using: &random)
      """
    #expect(DeterminismRules.unseededRanges(in: sample(text)).map(\.line) == [1])
  }

  @Test func `a floating-point literal is found`() {
    let text = """
      let bad = 1.5
      let worse = 2e9
      let good = pair.0.1 + 0x1e9 + values[0..<5].count
      """
    #expect(DeterminismRules.floatLiterals(in: sample(text)).map(\.line) == [1, 2])
  }

  @Test func `variables that outlive a call are found`() {
    let text = """
      var global = 1
      var computed: Int { 1 }
      struct Sample {
        static var stored = 2
        private(set) static var typed: [Int] = []
        static var observed: Int = 0 { didSet {} }
        static var missing: Int?
        static var fine: Int { 3 }
        static let constant = 4
        var member = 5
        static func local() { var inner = 6 }
      }
      """
    #expect(DeterminismRules.lastingVariables(in: sample(text)).map(\.line) == [1, 4, 5, 6, 7])
  }

  @Test func `an unchecked variable is found`() {
    let text = """
      nonisolated(unsafe) var bad = 1
      private nonisolated(unsafe) let good: OpaquePointer
      """
    #expect(DeterminismRules.uncheckedIsolation(in: sample(text)).map(\.line) == [1])
  }

  @Test func `conditional compilation is found`() {
    let text = """
      #if DEBUG
      #elseif os(Linux)
      #endif
      #if PLANTED
      #else
      #endif
      #if PLANTED || DEBUG
      #endif
      """
    #expect(DeterminismRules.conditions(in: sample(text)).map(\.line) == [1, 7, 2])
  }

  @Test func `a class is found, and so is one that is listed and gone`() {
    let text = """
      final class Bad {}
      final class Listed {}
      class func method() {}
      protocol Anything: AnyObject {}
      """
    let listed = [
      "Sources/Chain/Sample.swift: Listed": "shares a buffer",
      "Sources/Chain/Sample.swift: Gone": "was here once",
    ]
    let found = DeterminismRules.classes(in: sample(text), listed: listed)
    #expect(found.map(\.line) == [1, 1])
  }
}
