import Testing

/// Words that some files do without, and what they do instead.
struct Ban: Sendable {
  let phrases: [Phrase]
  let rule: String
  let remedy: String

  init(_ phrases: [Phrase], rule: String, remedy: String) {
    self.phrases = phrases
    self.rule = rule
    self.remedy = remedy
  }

  func violations(in file: SwiftText) -> [Violation] {
    phrases.flatMap { phrase in
      file.positions(of: phrase).map { violation(at: $0, in: file, found: phrase.description) }
    }
  }

  func violation(at position: Int, in file: SwiftText, found: String) -> Violation {
    Violation(
      path: file.path, line: file.tokens[position].line, rule: "`\(found)`: \(rule)",
      remedy: remedy)
  }
}

extension Ban: CustomTestStringConvertible {
  var testDescription: String { rule }
}
