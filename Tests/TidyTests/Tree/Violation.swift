import Testing

/// A place that breaks a rule, and what to do about it.
struct Violation: Sendable, CustomStringConvertible {
  let path: String
  let line: Int
  let rule: String
  let remedy: String

  var description: String { "\(path):\(line): \(rule). \(remedy)." }
}

/// Reports each violation as an issue of its own.
func expectNone(
  _ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation
) {
  for violation in violations {
    Issue.record("\(violation.description)", sourceLocation: sourceLocation)
  }
}
