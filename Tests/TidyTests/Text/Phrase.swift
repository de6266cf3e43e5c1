/// A few tokens in a row, written as Swift.
///
/// Tokens that touch in the phrase must touch in the text, so `try!` is not found in `try !done`;
/// where the phrase has a space, the text may have anything between.
struct Phrase: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  let description: String
  fileprivate let tokens: [Token]

  init(_ text: String) {
    description = text
    tokens = SwiftLexer(text).tokens
    precondition(!tokens.isEmpty, "a phrase has at least one token to look for")
  }

  init(stringLiteral text: String) {
    self.init(text)
  }
}

extension SwiftText {
  /// Where a phrase begins, as positions in `tokens`.
  func positions(of phrase: Phrase) -> [Int] {
    positions(ofFirst: phrase.tokens[0]).filter { start in
      guard start + phrase.tokens.count <= tokens.count else { return false }
      return phrase.tokens.indices.dropFirst().allSatisfy { offset in
        let wanted = phrase.tokens[offset]
        let found = tokens[start + offset]
        return found.kind == wanted.kind && found.text == wanted.text
          && (found.isGlued || !wanted.isGlued)
      }
    }
  }

  private func positions(ofFirst token: Token) -> [Int] {
    (places[token.text] ?? []).filter { tokens[$0].kind == token.kind }
  }
}
