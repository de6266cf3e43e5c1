/// A function, initialiser, subscript or computed property with its body.
struct Function: Sendable {
  let name: String
  /// From the keyword to the brace that closes the body.
  let lines: ClosedRange<Int>
}

extension SwiftText {
  /// Everything in the file that has a body of statements, nested ones too.
  var functions: [Function] {
    tokens.indices.compactMap { position in
      guard let name = functionName(at: position), let body = body(ofDeclarationAt: position)
      else { return nil }
      let last = tokens[closing(of: body)].line
      return Function(name: name, lines: tokens[position].line...last)
    }
  }

  /// The name of the function that a keyword at this position declares.
  private func functionName(at position: Int) -> String? {
    let keyword = tokens[position]
    guard keyword.kind == .word, token(before: position)?.isSign(".") != true,
      let next = token(after: position)
    else { return nil }
    switch keyword.text {
    case "func":
      return tokens[(position + 1)...].prefix { !$0.isSign("(") }.prefix(4).map(\.text).joined()
    case "init" where ["(", "<", "?"].contains(next.text),
      "subscript" where ["(", "<"].contains(next.text),
      "deinit" where next.text == "{":
      return keyword.text
    case "var" where next.kind == .word:
      return next.text
    default:
      return nil
    }
  }

  /// Where the body of a declaration opens, or nothing for a requirement or a stored property.
  func body(ofDeclarationAt position: Int) -> Int? {
    let isVariable = tokens[position].isWord("var")
    var index = position + 1
    while index < tokens.count {
      let token = tokens[index]
      if index > position + 1 && token.startsLine && !isContinued(at: index) { return nil }
      guard token.kind == .sign else {
        index += 1
        continue
      }
      switch token.text {
      case "{": return index
      case "}", ";", ")", "]": return nil
      case "=" where isVariable: return nil
      case "(", "[": index = closing(of: index) + 1
      default: index += 1
      }
    }
    return nil
  }

  /// Whether a signature goes on at a token that begins a line.
  private func isContinued(at position: Int) -> Bool {
    let next = tokens[position]
    let last = tokens[position - 1]
    if ["throws", "rethrows", "async", "where", "-", "{", "&", ":"].contains(next.text) {
      return true
    }
    if [",", "where", "&", ":", "func", "var"].contains(last.text) { return true }
    return last.isSign(">") && last.isGlued && tokens[position - 2].isSign("-")
  }

  /// The innermost function around a line.
  func function(around line: Int) -> Function? {
    functions.filter { $0.lines.contains(line) }.min { $0.lines.count < $1.lines.count }
  }
}
