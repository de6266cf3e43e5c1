/// How long files, functions and lines may be, and that types are described and easy to find.
enum ShapeRules {
  static var fileLinesMax: Int { 400 }
  static var testFileLinesMax: Int { 600 }
  static var functionLinesMax: Int { 60 }
  static var columnsMax: Int { 100 }

  static func length(of file: SwiftText) -> Ratchet.Measure {
    Ratchet.Measure(key: file.path, path: file.path, line: 1, lines: file.lineCount)
  }

  /// The length of each function, from its keyword to its closing brace.
  static func functionLengths(in file: SwiftText) -> [Ratchet.Measure] {
    file.functions.map { function in
      Ratchet.Measure(
        key: "\(file.path): \(function.name)", path: file.path, line: function.lines.lowerBound,
        lines: function.lines.count)
    }
  }

  /// Lines beyond the last column; the formatter leaves comments and literals alone.
  static func columns(in file: SourceFile) -> [Violation] {
    guard let text = file.text else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.utf8.count > columnsMax && $0.element.count > columnsMax }
      .map { index, line in
        Violation(
          path: file.path, line: index + 1,
          rule: "the line has \(line.count) columns, and the limit is \(columnsMax)",
          remedy: "Break it")
      }
  }

  /// Types that other modules see and no doc comment describes.
  static func undocumented(in file: SwiftText) -> [Violation] {
    let documented = Set(file.comments.filter { $0.text.hasPrefix("///") }.map(\.line))
    return file.types.filter { $0.isShared && !documented.contains($0.firstLine - 1) }
      .map { type in
        Violation(
          path: file.path, line: type.line,
          rule: "other modules see \(type.name), and no doc comment says what it is",
          remedy: "Write one sentence after `///`, directly above its attributes")
      }
  }

  /// Files in `Sources` without the type, or the extension, they are named for.
  ///
  /// `Type+Aspect.swift` extends `Type`; `Outer.Inner.swift` declares `Inner`.
  static func misnamed(_ file: SwiftText, listed: [String: String]) -> [Violation] {
    guard file.name != "main" else { return [] }
    let parts = file.name.split(separator: "+")
    let wanted = String(parts[0].split(separator: ".").last ?? parts[0])
    let isThere =
      parts.count > 1
      ? file.positions(of: "extension").contains { position in
        file.tokens[(position + 1)...].prefix { !$0.isSign("{") }.contains { $0.text == wanted }
      }
      : file.types.contains { $0.name == wanted }
    switch (isThere, listed[file.path]) {
    case (true, nil), (false, .some):
      return []
    case (true, .some):
      return [
        Violation(
          path: file.path, line: 1, rule: "the file is listed for its name in vain",
          remedy: "Remove it from Exceptions.swift")
      ]
    case (false, nil):
      return [
        Violation(
          path: file.path, line: 1,
          rule: "the file \(parts.count > 1 ? "does not extend" : "declares no type") \(wanted)",
          remedy: "Name the file for its type, or Type+Aspect for an extension")
      ]
    }
  }
}
