/// The declaration of a named type.
struct TypeDeclaration: Sendable {
  let keyword: String
  let name: String
  /// Where the name stands.
  let line: Int
  /// Where the first attribute or modifier stands.
  let firstLine: Int
  /// Another module can see it.
  let isShared: Bool
}

extension SwiftText {
  private static var typeKeywords: [String] {
    ["struct", "enum", "class", "actor", "protocol", "typealias"]
  }

  private static var modifiers: Set<String> {
    [
      "package", "public", "open", "internal", "private", "fileprivate", "final", "indirect",
      "nonisolated", "distributed",
    ]
  }

  /// Every struct, enum, class, actor, protocol and typealias in the order of the file.
  var types: [TypeDeclaration] {
    Self.typeKeywords.flatMap { places[$0] ?? [] }.sorted().compactMap(type(at:))
  }

  private func type(at position: Int) -> TypeDeclaration? {
    let keyword = tokens[position]
    guard keyword.kind == .word, let name = token(after: position), name.kind == .word else {
      return nil
    }
    let before = token(before: position)
    if before?.isSign(".") == true || before?.isWord("import") == true { return nil }
    if keyword.text == "class" && ["func", "var", "let", "subscript"].contains(name.text) {
      return nil
    }
    if keyword.text == "actor" {
      // A keyword only where a declaration stands; elsewhere it is a name like any other.
      guard let next = token(after: position + 1), ["{", ":", "<"].contains(next.text) else {
        return nil
      }
    }
    let first = firstModifier(before: position)
    let isShared = tokens[first..<position].contains {
      $0.isWord("package") || $0.isWord("public") || $0.isWord("open")
    }
    return TypeDeclaration(
      keyword: keyword.text, name: name.text, line: name.line, firstLine: tokens[first].line,
      isShared: isShared)
  }

  /// Walks back over modifiers and attributes, with their arguments.
  private func firstModifier(before position: Int) -> Int {
    var first = position
    while first > 0 {
      var candidate = first - 1
      if tokens[candidate].isSign(")") { candidate = opening(of: candidate) - 1 }
      guard candidate >= 0, tokens[candidate].kind == .word else { break }
      if token(before: candidate)?.isSign("@") == true {
        first = candidate - 1
      } else if Self.modifiers.contains(tokens[candidate].text) {
        first = candidate
      } else {
        break
      }
    }
    return first
  }
}
