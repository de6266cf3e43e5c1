import Testing

@Suite struct WordingTests {
  @Test func `no failure is forced through`() throws {
    expectNone(try SourceTree.project.swift.flatMap(WordingRules.forced.violations))
  }

  @Test func `the compiler checks what is sendable, but for the listed files`() throws {
    expectNone(
      try SourceTree.project.swift.flatMap {
        WordingRules.unchecked(in: $0, listed: Exceptions.uncheckedSendable)
      })
  }

  @Test func `nothing is left unfinished`() throws {
    expectNone(try SourceTree.project.swift.flatMap(WordingRules.unfinished))
  }

  @Test func `every name says what the type is`() throws {
    expectNone(try SourceTree.project.swift.flatMap(WordingRules.emptyNames))
  }

  @Test func `every folder is named for what is in it`() throws {
    expectNone(try SourceTree.project.files.flatMap(WordingRules.emptyFolders))
  }
}

/// Each rule can fail.
@Suite struct WordingRuleTests {
  private let path = "Sources/Node/Sample.swift"

  private func sample(_ text: String) -> SwiftText { SwiftText(path: path, text) }

  @Test func `forced failures are found`() {
    let text = """
      let first = try! parse()
      let second = value as! Int
      let third = try !parse()
      let fourth = value as? Int
      """
    #expect(WordingRules.forced.violations(in: sample(text)).map(\.line) == [1, 2])
  }

  @Test func `an unchecked type is found, and so is a file that is listed in vain`() {
    let text = "final class Sample: @unchecked Sendable {}"
    #expect(WordingRules.unchecked(in: sample(text), listed: [:]).count == 1)
    #expect(WordingRules.unchecked(in: sample(text), listed: [path: "owns a lock"]).isEmpty)
    #expect(WordingRules.unchecked(in: sample(""), listed: [path: "owns a lock"]).count == 1)
  }

  @Test(arguments: ["TODO", "FIXME", "XXX"])
  func `marks of unfinished work are found`(mark: String) {
    let text = """
      /// Is not done yet.
      struct Sample {}  // \(mark): the rest
      /* one
         \(mark)(ann) two */
      let text = "\(mark)"
      """
    #expect(WordingRules.unfinished(in: sample(text)).map(\.line) == [2, 4])
    #expect(WordingRules.unfinished(in: sample("// x\(mark) \(mark)x")).isEmpty)
  }

  @Test func `empty names are found`() {
    let text = """
      struct PeerManager {}
      enum Outer { final class BlockHelper {} }
      typealias Handler = () -> Void
      struct Management {}
      let manager: PeerManager
      """
    #expect(WordingRules.emptyNames(in: sample(text)).map(\.line) == [1, 2, 3])
  }

  @Test func `empty folders are found`() {
    let bad = SourceFile(path: "Sources/Node/Utils/Sample.swift", text: "")
    let good = SourceFile(path: "Sources/Node/Utils.swift", text: "")
    #expect(WordingRules.emptyFolders(in: bad).count == 1)
    #expect(WordingRules.emptyFolders(in: good).isEmpty)
  }
}
