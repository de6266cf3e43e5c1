/// A piece of Swift text that is neither space nor comment.
struct Token: Sendable {
  enum Kind: Sendable {
    case word, number, sign, string
  }

  let kind: Kind
  /// The characters as written; of a string literal, what stands between the quotes.
  var text: String
  let line: Int
  /// Nothing stands between this token and the one before it.
  let isGlued: Bool
  let startsLine: Bool

  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

  func isWord(_ word: String) -> Bool { kind == .word && text == word }
}

/// One line of a comment, with its slashes.
struct Comment: Sendable {
  let text: String
  let line: Int
}
