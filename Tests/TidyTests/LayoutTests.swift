import Testing

@Suite struct LayoutTests {
  @Test func `the top level holds what it must hold and nothing else`() throws {
    expectNone(LayoutRules.topLevel(of: try SourceTree.project.files))
  }

  @Test func `scripts can be run, and only scripts`() throws {
    expectNone(try SourceTree.project.files.flatMap(LayoutRules.permissions))
  }

  @Test func `no file is large`() throws {
    expectNone(try SourceTree.project.files.flatMap(LayoutRules.size))
  }

  @Test func `no file names a path of somebody's machine`() throws {
    expectNone(try SourceTree.project.files.flatMap(LayoutRules.machinePaths))
  }
}

/// Each rule can fail.
@Suite struct LayoutRuleTests {
  @Test func `strays and gaps at the top level are found`() {
    let names = ["Package.swift", "Sources/Chain/Sample.swift", "Tests/a", "Tools/a", ".gitignore"]
    let files = (names + ["docs/Sample.md"]).map { SourceFile(path: $0, text: "") }
    #expect(LayoutRules.topLevel(of: files).map(\.path) == ["docs", "README.md"])
  }

  @Test(arguments: [
    ("#!/bin/sh\n", true, 0), ("#!/bin/sh\n", false, 1), ("text", true, 1), ("text", false, 0),
  ])
  func `wrong permissions are found`(text: String, isExecutable: Bool, count: Int) {
    let file = SourceFile(path: "Tools/sample", isExecutable: isExecutable, text: text)
    #expect(LayoutRules.permissions(of: file).count == count)
  }

  @Test func `a large file is found`() {
    let limit = LayoutRules.sizeBytesMax
    #expect(LayoutRules.size(of: SourceFile(path: "a", sizeBytes: limit, text: nil)).isEmpty)
    #expect(LayoutRules.size(of: SourceFile(path: "a", sizeBytes: limit + 1, text: nil)).count == 1)
  }

  // The slash is set in at run time, or this file would break the rule itself.
  @Test(arguments: [
    ("cd ~root~node", 1), ("see '~work~main'", 1), ("path=~home~ann~node", 1), ("(~tmp~x)", 1),
    ("first\n~Users~ann", 1), ("a~root~b", 0), ("$HOME~work~x", 0), ("the ~home~ folder", 0),
    ("https:~~host.org~tmp~x", 0), ("Sources~work~Sample.swift", 0),
  ])
  func `a path of somebody's machine is found`(text: String, count: Int) {
    let file = SourceFile(path: "a", text: text.replacing("~", with: "/"))
    #expect(LayoutRules.machinePaths(in: file).count == count)
  }
}
