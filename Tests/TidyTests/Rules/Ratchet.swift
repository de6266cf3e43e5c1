/// A limit on lines, with exceptions that may only shrink.
struct Ratchet: Sendable {
  /// What is measured, with its length.
  struct Measure: Sendable {
    let key: String
    let path: String
    let line: Int
    let lines: Int

    /// How a message names it behind the path.
    fileprivate var subject: String {
      key == path ? "the file" : String(key.dropFirst(path.count + 2))
    }
  }

  let limit: Int
  /// The allowed length of what is over the limit, by key.
  let exceptions: [String: Int]
  let remedy: String

  func violations(of measures: [Measure]) -> [Violation] {
    // Overloads share a name; the longest stands for all.
    let longest = Dictionary(grouping: measures, by: \.key).compactMapValues { group in
      group.max { $0.lines < $1.lines }
    }
    let found = longest.values.sorted { $0.key < $1.key }.compactMap(violation(of:))
    let gone = exceptions.keys.sorted().filter { longest[$0] == nil }.map { key in
      Violation(
        path: key, line: 1, rule: "the list of exceptions names what is not there",
        remedy: "Remove it from Exceptions.swift")
    }
    return found + gone
  }

  private func violation(of measure: Measure) -> Violation? {
    let broken: (rule: String, remedy: String)
    switch exceptions[measure.key] {
    case nil where measure.lines > limit:
      broken = ("\(measure.subject) has \(measure.lines) lines, and the limit is \(limit)", remedy)
    case let listed? where measure.lines > listed:
      broken = ("\(measure.subject) grew from \(listed) lines to \(measure.lines)", remedy)
    case .some where measure.lines <= limit:
      broken = ("\(measure.subject) is within the limit now", "Remove it from Exceptions.swift")
    case let listed? where measure.lines < listed:
      broken = (
        "\(measure.subject) shrank from \(listed) lines to \(measure.lines)",
        "Lower its number in Exceptions.swift"
      )
    default:
      return nil
    }
    return Violation(
      path: measure.path, line: measure.line, rule: broken.rule, remedy: broken.remedy)
  }
}
