/// What pages of the documentation may say.
enum PageRules {
  /// The pages whose words in quotation marks are names of tests.
  private static var pages: [String] { ["Attacks.md", "Predecessor.md"] }

  static func isPage(_ file: SourceFile) -> Bool {
    pages.contains { file.path.hasSuffix(".docc/\($0)") }
  }

  /// The names of all tests in a file, as they are reported.
  static func testNames(in file: SourceFile) -> Set<String> {
    guard let text = file.text, file.path.hasPrefix("Tests/") else { return [] }
    let shown = text.matches(of: /@Test\(\s*"([^"]+)"/).map { String($0.1) }
    let raw = text.matches(of: /func `([^`]+)`/).map { String($0.1) }
    return Set(shown + raw)
  }

  /// A page names no test that is gone or has another name now.
  static func namedTests(on page: SourceFile, among names: Set<String>) -> [Violation] {
    guard let text = page.text else { return [] }
    return text.matches(of: /"([^"]+)"/).compactMap { match in
      let name = match.1.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !names.contains(name) else { return nil }
      return Violation(
        path: page.path, line: text[..<match.range.lowerBound].count { $0 == "\n" } + 1,
        rule: "there is no test \"\(name)\"", remedy: "Name the test that shows it")
    }
  }
}
