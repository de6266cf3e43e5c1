/// Words that stand nowhere in the repository's Swift.
enum WordingRules {
  static let forced = Ban(
    ["try!", "as!"],
    rule: "a failure is handled or ruled out, never forced through",
    remedy: "Use guard, throw, or preconditionFailure with the rule that makes it impossible")

  private static var unfinishedMarks: [String] { ["TODO", "FIXME", "XXX"] }

  private static var emptySuffixes: [String] {
    ["Manager", "Service", "Handler", "Utils", "Util", "Helper", "Helpers", "Impl"]
  }

  private static var emptyFolders: Set<String> {
    ["common", "utils", "util", "utilities", "helpers", "misc"]
  }

  /// `@unchecked Sendable` outside the listed files, and files that are listed without need.
  static func unchecked(in file: SwiftText, listed: [String: String]) -> [Violation] {
    let found = file.positions(of: "@unchecked Sendable")
    if listed[file.path] != nil {
      guard found.isEmpty else { return [] }
      return [
        Violation(
          path: file.path, line: 1, rule: "the file is listed for `@unchecked Sendable` in vain",
          remedy: "Remove it from Exceptions.swift")
      ]
    }
    return found.map { position in
      Violation(
        path: file.path, line: file.tokens[position].line,
        rule: "`@unchecked Sendable` takes the compiler's word away",
        remedy: "Let the compiler check it, or list the file with its reason in Exceptions.swift")
    }
  }

  /// Marks of unfinished work, in comments and in code.
  static func unfinished(in file: SwiftText) -> [Violation] {
    let comments = file.comments.flatMap { comment in
      let words = comment.text.split { !$0.isLetter && !$0.isNumber }
      return unfinishedMarks.filter { words.contains(Substring($0)) }.map { ($0, comment.line) }
    }
    let code = unfinishedMarks.flatMap { mark in
      (file.places[mark] ?? []).filter { file.tokens[$0].kind == .word }
        .map { (mark, file.tokens[$0].line) }
    }
    return (comments + code).map { mark, line in
      Violation(
        path: file.path, line: line, rule: "\(mark): what is in the tree is finished",
        remedy: "Do it now, or open an issue and leave no trace here")
    }
  }

  /// Types whose names say nothing about what they are.
  static func emptyNames(in file: SwiftText) -> [Violation] {
    file.types.filter { type in emptySuffixes.contains { type.name.hasSuffix($0) } }.map { type in
      Violation(
        path: file.path, line: type.line, rule: "the name \(type.name) does not say what it is",
        remedy: "Name it for what it holds or decides, with a word of the glossary")
    }
  }

  /// Folders that collect what belongs elsewhere.
  static func emptyFolders(in file: SourceFile) -> [Violation] {
    file.path.split(separator: "/").dropLast()
      .filter { emptyFolders.contains($0.lowercased()) }
      .map { folder in
        Violation(
          path: file.path, line: 1, rule: "a folder \(folder) collects what belongs elsewhere",
          remedy: "Put the file next to the type it serves")
      }
  }
}
