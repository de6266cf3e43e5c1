/// A Swift file as the rules see it.
struct SwiftText: Sendable {
  /// Relative to the root of the repository.
  let path: String
  let lines: [Substring]
  let tokens: [Token]
  let comments: [Comment]
  /// Where each word and sign stands in `tokens`.
  let places: [String: [Int]]

  init(path: String, _ text: String) {
    let lexer = SwiftLexer(text)
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    tokens = lexer.tokens
    comments = lexer.comments
    places = Dictionary(grouping: lexer.tokens.indices) { lexer.tokens[$0].text }
  }

  /// How many lines the file has; the newline that ends the last one begins no other.
  var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

  /// The file's name without `.swift`.
  var name: Substring {
    (path.split(separator: "/").last ?? "").split(separator: ".swift").first ?? ""
  }

  func token(before position: Int) -> Token? {
    position > 0 ? tokens[position - 1] : nil
  }

  func token(after position: Int) -> Token? {
    position + 1 < tokens.count ? tokens[position + 1] : nil
  }

  /// Where the bracket that opens at a position closes; the end of the file if it never does.
  func closing(of position: Int) -> Int {
    var depth = 0
    for index in position..<tokens.count where tokens[index].kind == .sign {
      switch tokens[index].text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      default: break
      }
      if depth == 0 { return index }
    }
    return tokens.count - 1
  }

  /// Where the bracket that closes at a position opens; the beginning if it never did.
  func opening(of position: Int) -> Int {
    var depth = 0
    for index in stride(from: position, through: 0, by: -1) where tokens[index].kind == .sign {
      switch tokens[index].text {
      case ")", "]", "}": depth += 1
      case "(", "[", "{": depth -= 1
      default: break
      }
      if depth == 0 { return index }
    }
    return 0
  }
}
