import Testing

@Suite struct ShapeTests {
  private static var longFile: String { "Move one of its two ideas to a file of its own" }

  @Test func `a file holds one idea`() throws {
    let tree = try SourceTree.project
    for (folders, limit) in [
      (["Sources", "Tools"], ShapeRules.fileLinesMax), (["Tests"], ShapeRules.testFileLinesMax),
    ] {
      let exceptions = Exceptions.longFiles.filter { entry in
        folders.contains { entry.key.hasPrefix("\($0)/") }
      }
      let ratchet = Ratchet(limit: limit, exceptions: exceptions, remedy: Self.longFile)
      let files = folders.flatMap { tree.swift(in: $0) }
      expectNone(ratchet.violations(of: files.map(ShapeRules.length)))
    }
  }

  @Test func `a function fits a screen`() throws {
    let ratchet = Ratchet(
      limit: ShapeRules.functionLinesMax, exceptions: Exceptions.longFunctions,
      remedy: "Give a part of it a name")
    let files = try SourceTree.project.swift(in: "Sources")
    expectNone(ratchet.violations(of: files.flatMap(ShapeRules.functionLengths)))
  }

  @Test func `a line ends before the margin`() throws {
    let files = try SourceTree.project.files.filter {
      $0.path.hasSuffix(".swift") || $0.path.hasSuffix(".h") || $0.isScript
    }
    expectNone(files.flatMap(ShapeRules.columns))
  }

  @Test func `a type that other modules see is described`() throws {
    expectNone(try SourceTree.project.swift.flatMap(ShapeRules.undocumented))
  }

  @Test func `a file is named for its type`() throws {
    expectNone(
      try SourceTree.project.swift(in: "Sources").flatMap {
        ShapeRules.misnamed($0, listed: Exceptions.fileNames)
      })
  }
}

/// Each rule can fail.
@Suite struct ShapeRuleTests {
  private func sample(_ text: String, path: String = "Sources/Chain/Sample.swift") -> SwiftText {
    SwiftText(path: path, text)
  }

  @Test(arguments: [
    (5, nil, 0), (6, nil, 1), (6, 6, 0), (7, 6, 1), (6, 7, 1), (5, 6, 1),
  ])
  func `a limit holds, and exceptions only shrink`(lines: Int, listed: Int?, count: Int) {
    let exceptions = listed.map { ["Sample": $0] } ?? [:]
    let ratchet = Ratchet(limit: 5, exceptions: exceptions, remedy: "Split it")
    let measure = Ratchet.Measure(key: "Sample", path: "Sample.swift", line: 1, lines: lines)
    #expect(ratchet.violations(of: [measure]).count == count)
  }

  @Test func `an exception for what is gone is found`() {
    let ratchet = Ratchet(limit: 5, exceptions: ["Gone": 9], remedy: "Split it")
    #expect(ratchet.violations(of: []).count == 1)
  }

  @Test func `the last newline begins no line`() {
    #expect(ShapeRules.length(of: sample("one\ntwo\n")).lines == 2)
    #expect(ShapeRules.length(of: sample("one\ntwo")).lines == 2)
  }

  @Test func `functions are measured from keyword to brace`() {
    let text = """
      protocol Shape {
        func required(_ value: Int) throws(ByteError)
        init(from value: Int)
      }

      struct Sample: Shape {
        let closure = { 1 }
        var stored: Int = 3
        var computed: Int {
          stored
        }

        init(from value: Int) { self.init() }

        package func long(
          _ text: String = "}", body: () -> Void = {}
        ) throws(ByteError)
          -> [Int: Int]
        where Text: Collection {
          // A brace in a comment: }
          let nested = "\\(text.map { $0 }) }"
          return [:]
        }

        static func == (left: Self, right: Self) -> Bool { true }
      }
      """
    let found = ShapeRules.functionLengths(in: sample(text))
    #expect(
      found.map { "\($0.line) \($0.key.split(separator: " ").last ?? "") \($0.lines)" }
        == ["9 computed 3", "13 init 1", "15 long 9", "25 == 1"])
  }

  @Test func `a long line is found, in characters and not in bytes`() {
    let text = String(repeating: "é", count: 100) + "\n// " + String(repeating: "e", count: 98)
    #expect(ShapeRules.columns(in: SourceFile(path: "a", text: text)).map(\.line) == [2])
  }

  @Test func `a type without a description is found`() {
    let text = """
      /// Described.
      @safe package struct Good {}

      /// Described.
      @available(*, deprecated)
      package indirect enum Better {}
      package struct Bad {}
      // No doc comment.
      public final class Worse {
        package typealias Element = Int
      }
      struct Inner {}
      """
    #expect(ShapeRules.undocumented(in: sample(text)).map(\.line) == [7, 9, 10])
  }

  @Test(arguments: [
    ("Sample", "struct Sample {}", 0), ("Sample", "struct Other {}", 1),
    ("Sample.Event", "extension Sample { enum Event {} }", 0), ("main", "run()", 0),
    ("Sample+Encoding", "extension Sample: Canonical {}", 0),
    ("Sample+Encoding", "extension Chain.Sample {}", 0),
    ("Sample+Encoding", "extension Other {}", 1),
  ])
  func `a file with another name than its type is found`(name: String, text: String, count: Int) {
    let path = "Sources/Chain/\(name).swift"
    #expect(ShapeRules.misnamed(sample(text, path: path), listed: [:]).count == count)
    // A file on the list must need to be there.
    let listed = ShapeRules.misnamed(sample(text, path: path), listed: [path: "reads better"])
    #expect(listed.count == (name == "main" ? 0 : 1 - count))
  }
}
