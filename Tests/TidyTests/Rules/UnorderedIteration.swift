/// Walks over dictionaries and sets, whose order differs from process to process.
///
/// The text shows no types, so this is a net with known holes. It learns names: every property,
/// variable and parameter that is declared with `[Key: Value]`, `Dictionary` or `Set`, or set to a
/// literal or initialiser of one, in the files of one type (`Type.swift`, `Type+Aspect.swift`).
/// Then it looks for walks over these names. It does not see
/// 1. a dictionary that a function returns and nobody names,
/// 2. a copy whose type is inferred, as in `if let index = table.index`,
/// 3. a name declared in the file of another type,
/// and it takes an array for a dictionary if both have one name in one file. The digest that two
/// processes must agree on catches what falls through.
enum UnorderedIteration {
  /// Members that walk, or hand out an order; what `sorted` follows has an order again.
  private static var walks: Set<String> {
    [
      "keys", "values", "mapValues", "compactMapValues", "map", "compactMap", "flatMap", "forEach",
      "reduce", "first", "popFirst", "enumerated", "lazy", "makeIterator", "randomElement",
    ]
  }

  static func violations(in files: [SwiftText]) -> [Violation] {
    let names = Set(files.flatMap { $0.unorderedNames })
    return files.flatMap { file in
      (loops(over: names, in: file) + walks(over: names, in: file)).map { position in
        let token = file.tokens[position]
        return Violation(
          path: file.path, line: token.line,
          rule: "`\(token.text)` is a dictionary or a set, and its order differs between processes",
          remedy: "Look up single keys, sort first, or use SortedMap")
      }
    }
  }

  /// Names behind `for … in`.
  private static func loops(over names: Set<String>, in file: SwiftText) -> [Int] {
    (file.places["for"] ?? []).compactMap { position in
      guard file.tokens[position].kind == .word,
        let start = file.tokens[position...].firstIndex(where: { $0.isWord("in") }),
        let end = file.tokens[start...].firstIndex(where: { $0.isSign("{") || $0.isWord("where") })
      else { return nil }
      return names.contains(file.tokens[end - 1].text) ? end - 1 : nil
    }
  }

  /// Names in front of a walking member, or copied into an array.
  private static func walks(over names: Set<String>, in file: SwiftText) -> [Int] {
    names.sorted().flatMap { file.places[$0] ?? [] }.filter { position in
      if isCopied(at: position, in: file) { return true }
      guard position + 2 < file.tokens.count, file.tokens[position + 1].isSign("."),
        walks.contains(file.tokens[position + 2].text)
      else { return false }
      let isSorted =
        position + 4 < file.tokens.count && file.tokens[position + 3].isSign(".")
        && file.tokens[position + 4].isWord("sorted")
      return !isSorted
    }
  }

  private static func isCopied(at position: Int, in file: SwiftText) -> Bool {
    guard position >= 2, file.token(after: position)?.isSign(")") == true else { return false }
    return file.tokens[position - 1].isSign("(") && file.tokens[position - 2].isWord("Array")
  }
}

extension SwiftText {
  /// The files of one type: `Sources/Chain/Block` for `Block.swift` and `Block+Encoding.swift`.
  var family: String {
    let module = path.split(separator: "/").prefix(2).joined(separator: "/")
    return "\(module)/\(name.split(separator: "+").first ?? name)"
  }

  /// Names that are declared as a dictionary or a set.
  fileprivate var unorderedNames: [String] {
    tokens.indices.compactMap { position in
      guard tokens[position].kind == .word, let next = token(after: position) else { return nil }
      if next.isSign(":") && next.isGlued {
        return isUnorderedType(at: position + 2) ? tokens[position].text : nil
      }
      return next.isSign("=") && isUnorderedType(at: position + 2) ? tokens[position].text : nil
    }
  }

  private func isUnorderedType(at position: Int) -> Bool {
    var start = position
    while start < tokens.count,
      ["inout", "borrowing", "consuming", "sending"].contains(tokens[start].text)
    {
      start += 1
    }
    guard start + 1 < tokens.count else { return false }
    if tokens[start].isWord("Set") || tokens[start].isWord("Dictionary") {
      return ["<", "("].contains(tokens[start + 1].text)
    }
    return tokens[start].isSign("[") && isDictionaryBracket(at: start)
  }

  /// Whether a bracket holds keys and values; `[:]` says nothing about the name in front of it.
  private func isDictionaryBracket(at position: Int) -> Bool {
    let end = closing(of: position)
    var index = position + 1
    while index < end {
      let token = tokens[index]
      if token.isSign(":") { return end > position + 2 }
      if token.isSign("?") && !token.isGlued { return false }
      index = ["(", "[", "{"].contains(token.text) ? closing(of: index) + 1 : index + 1
    }
    return false
  }
}
