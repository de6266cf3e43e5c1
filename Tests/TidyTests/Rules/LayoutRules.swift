/// What lies where in the repository, and what its files may not contain.
enum LayoutRules {
  static var sizeBytesMax: Int { 1 << 20 }

  private static var required: [String] {
    ["Package.swift", "README.md", "Sources", "Tests", "Tools"]
  }

  private static var optional: [String] { ["Genesis"] }

  /// First parts of paths that exist on one machine only.
  private static var machineFolders: [String] { ["root", "work", "home", "Users", "tmp"] }

  /// The top level holds what it must hold and nothing else; dot files do not count.
  static func topLevel(of files: [SourceFile]) -> [Violation] {
    let found = Set(files.compactMap { $0.path.split(separator: "/").first.map(String.init) })
      .filter { !$0.hasPrefix(".") }
    let strays = found.subtracting(required + optional).sorted().map { name in
      Violation(
        path: name, line: 1, rule: "the top level is fixed, and \(name) has no place there",
        remedy: "Move it into \((required + optional).dropFirst(2).joined(separator: ", "))")
    }
    let missing = required.filter { !found.contains($0) }.map { name in
      Violation(
        path: name, line: 1, rule: "the top level always has \(name)", remedy: "Bring it back")
    }
    return strays + missing
  }

  /// Scripts can be run, and only scripts can.
  static func permissions(of file: SourceFile) -> [Violation] {
    guard file.isScript != file.isExecutable else { return [] }
    let remedy = file.isScript ? "Make it executable" : "Take the permission to execute away"
    return [
      Violation(
        path: file.path, line: 1,
        rule: "a file can be executed if and only if it begins with `#!`", remedy: remedy)
    ]
  }

  static func size(of file: SourceFile) -> [Violation] {
    guard file.sizeBytes > sizeBytesMax else { return [] }
    return [
      Violation(
        path: file.path, line: 1,
        rule: "the file has \(file.sizeBytes) bytes, and the limit is \(sizeBytesMax)",
        remedy: "Generate it where it is needed, or keep a part of it that proves the same")
    ]
  }

  /// Paths that exist on the machine of one developer only.
  static func machinePaths(in file: SourceFile) -> [Violation] {
    guard let text = file.text else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .flatMap { index, line in
        machineFolders.filter { namesFolder($0, in: line) }.map { folder in
          Violation(
            path: file.path, line: index + 1,
            rule: "a path below /\(folder) exists on one machine only",
            remedy: "Write a path relative to the repository, or ask the system for a folder")
        }
      }
  }

  /// Whether a line has an absolute path through a folder of the root, as in a path of its own.
  private static func namesFolder(_ folder: String, in line: Substring) -> Bool {
    var rest = line
    while let range = rest.firstRange(of: "/\(folder)/") {
      let before = rest[..<range.lowerBound].last ?? " "
      let continues = rest[range.upperBound...].first.map { $0.isLetter || $0 == "." } ?? false
      // Behind a letter, a dot or a bracket it is the middle of a longer path, or of a variable.
      let begins = before.isWhitespace || "\"'`=:(,[<>|".contains(before)
      if begins && (continues || !["home", "Users"].contains(folder)) { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
