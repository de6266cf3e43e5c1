/// Where memory is handled by hand, and that each such place says why it holds.
enum SafetyRules {
  /// How far above a line outside any function its reason may stand.
  private static var reasonLinesMax: Int { 12 }

  /// `unsafe` and its attributes outside the listed folders and files.
  static func places(in file: SwiftText, listed: [String]) -> [Violation] {
    guard !listed.contains(where: file.path.hasPrefix) else { return [] }
    let found = lines(in: file) + file.positions(of: "@safe").map { file.tokens[$0].line }
    return Set(found).sorted().map { line in
      Violation(
        path: file.path, line: line, rule: "`unsafe` has its places, and this file is none of them",
        remedy: "Use Span, or call the module that wraps the library")
    }
  }

  /// Unsafe code without a comment that says why it is safe.
  ///
  /// The comment stands above it in the same function; for a property outside any function, within
  /// the twelve lines above.
  static func reasons(in file: SwiftText) -> [Violation] {
    let reasons = file.comments.filter { $0.text.contains("SAFETY:") }.map(\.line)
    return lines(in: file).filter { line in
      let scope = (file.function(around: line)?.lines.lowerBound ?? line - reasonLinesMax)...line
      return !reasons.contains(where: scope.contains)
    }
    .map { line in
      Violation(
        path: file.path, line: line, rule: "unsafe code says why it is safe",
        remedy: "Put a `// SAFETY:` comment above it, in the same function")
    }
  }

  /// The lines with `unsafe` as a word, alone or in an attribute.
  private static func lines(in file: SwiftText) -> [Int] {
    Set(file.positions(of: "unsafe").map { file.tokens[$0].line }).sorted()
  }
}
