import Testing

@Suite struct SwiftLexerTests {
  private func words(_ text: String) -> [String] {
    SwiftLexer(text).tokens.filter { $0.kind != .sign }.map { token in
      token.kind == .string ? "<\(token.text)>" : token.text
    }
  }

  @Test func `comments are set apart, nested ones too`() {
    let lexer = SwiftLexer("a // b\n/* c /* d */\n e */ f /// g")
    #expect(lexer.tokens.map(\.text) == ["a", "f"])
    #expect(lexer.tokens.map(\.line) == [1, 3])
    #expect(lexer.comments.map(\.line) == [1, 2, 3, 3])
    #expect(lexer.comments.map(\.text) == ["// b", "/* c /* d */", " e */", "/// g"])
  }

  @Test(arguments: [
    (#"a "b // c" d"#, ["a", "<b // c>", "d"]),
    (#"a "b \" c" d"#, ["a", "<b  c>", "d"]),
    (#"a "" d"#, ["a", "<>", "d"]),
    (##"a #"b " \(c) "# d"##, ["a", #"<b " \(c) >"#, "d"]),
    (##"a #"b \#(c) "# d"##, ["a", "<b  >", "c", "d"]),
    (#"a "b \(c + "e \(f)" + g(h)) i" d"#, ["a", "<b  i>", "c", "<e >", "f", "g", "h", "d"]),
    ("a \"\"\"\n b \" \"\" c\n\"\"\" d", ["a", "<\n b \" \"\" c\n>", "d"]),
    ("a \"b\nc", ["a", "<b>", "c"]),
  ])
  func `string literals are one token, and interpolations are code`(
    text: String, expected: [String]
  ) {
    #expect(words(text) == expected)
  }

  @Test(arguments: [
    (#"let a = /b"c/"#, ["let", "a", "<>"]),
    (#"let a = #/b"/c/# d"#, ["let", "a", "<>", "d"]),
    ("let a = b / c / d", ["let", "a", "b", "c", "d"]),
    ("reduce(1, /) + a / b", ["reduce", "1", "a", "b"]),
    ("(a) / b", ["a", "b"]),
  ])
  func `a regular expression is told from a division`(text: String, expected: [String]) {
    #expect(words(text) == expected)
  }

  @Test func `numbers, ranges and members are told apart`() {
    #expect(
      words("1.5 0..<9 a.0.1 0xFF_u 1_000") == ["1.5", "0", "9", "a", "0", "1", "0xFF_u", "1_000"])
  }

  @Test func `a quoted name is one word`() {
    #expect(words("func `a name, with try!`() {}") == ["func", "`a name, with try!`"])
  }

  @Test func `lines are counted through every kind of literal`() {
    let text = "\"\"\"\n\\(a +\n b)\n\"\"\"\n/*\n*/ c"
    #expect(SwiftLexer(text).tokens.last?.line == 6)
  }
}
