import Testing

@Suite struct PageTests {
  @Test func `pages name tests that there are`() throws {
    let files = try SourceTree.project.files
    let names = files.reduce(into: Set()) { $0.formUnion(PageRules.testNames(in: $1)) }
    let pages = files.filter(PageRules.isPage)
    #expect(pages.count == 2)
    expectNone(pages.flatMap { PageRules.namedTests(on: $0, among: names) })
  }
}

/// Each rule can fail.
@Suite struct PageRuleTests {
  @Test func `names of tests are found, in both forms`() {
    let text = "@Test(\n  \"A law\", arguments: [1])\nfunc law() {}\n@Test func `another`() {}\n"
    let file = SourceFile(path: "Tests/SampleTests/SampleTests.swift", text: text)
    #expect(PageRules.testNames(in: file) == ["A law", "another"])
  }

  @Test func `a test that is gone is found`() {
    let page = SourceFile(path: "a.docc/Attacks.md", text: "one\nsee \"A\nlaw\" and \"Gone\"\n")
    let violations = PageRules.namedTests(on: page, among: ["A law"])
    #expect(violations.map(\.line) == [3])
  }
}
