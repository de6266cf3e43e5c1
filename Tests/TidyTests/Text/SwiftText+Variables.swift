extension SwiftText {
  /// Variables that outlive every call: the stored ones among statics and globals.
  var lastingVariables: [Token] {
    var depth = 0
    var found: [Token] = []
    for (position, token) in tokens.enumerated() {
      if token.isSign("{") { depth += 1 }
      if token.isSign("}") { depth -= 1 }
      guard token.isWord("var"), depth == 0 || isStatic(at: position) else { continue }
      if isStored(at: position) { found.append(token) }
    }
    return found
  }

  private func isStatic(at position: Int) -> Bool {
    var index = position
    // Modifiers stand on the line of their keyword; the formatter sees to it.
    while index > 0, !tokens[index].startsLine, !["{", "}", ";"].contains(tokens[index - 1].text) {
      index -= 1
      if tokens[index].isWord("static") || tokens[index].isWord("class") { return true }
    }
    return false
  }

  private func isStored(at position: Int) -> Bool {
    guard let body = body(ofDeclarationAt: position), let first = token(after: body) else {
      return true
    }
    return first.isWord("willSet") || first.isWord("didSet")
  }
}
