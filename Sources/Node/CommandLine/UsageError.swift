/// Why the words of a command line are no invocation of any command.
package struct UsageError: Error, Equatable {
  /// What is wrong, with the words that are.
  package enum Reason: Equatable {
    case missingCommand(known: [String])
    case unknownCommand(String, suggestion: String?)
    case unknownOption(String, suggestion: String?)
    case missingValue(option: String, allowed: String)
    case unexpectedValue(option: String, text: String)
    case repeatedOption(String)
    case missingOption(String)
    case missingArgument(String, summary: String)
    case extraArgument(String)
    case badValue(parameter: String, text: String, allowed: String, detail: String?)
  }

  /// The command the words were understood to mean so far.
  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension UsageError: CustomStringConvertible {
  package var description: String {
    "\(reason)\nRun '\(path) --help' for help."
  }
}

extension UsageError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingCommand(let known):
      "a command is missing; there are: \(known.joined(separator: ", "))"
    case .unknownCommand(let word, let suggestion):
      "unknown command \(Quotation.of(word))" + Self.hint(suggestion)
    case .unknownOption(let word, let suggestion):
      "unknown option \(Quotation.of(word))" + Self.hint(suggestion)
    case .missingValue(let option, let allowed):
      "\(option) needs a value: it takes \(allowed)"
    case .unexpectedValue(let option, let text):
      "\(option) takes no value, and \(Quotation.of(text)) is given"
    case .repeatedOption(let option):
      "\(option) is given more than once"
    case .missingOption(let option):
      "\(option) is required"
    case .missingArgument(let name, let summary):
      "the argument \(name) is missing: \(summary)"
    case .extraArgument(let word):
      "\(Quotation.of(word)) is one argument too many"
    case .badValue(let parameter, let text, let allowed, let detail):
      "\(parameter) takes \(allowed); \(Quotation.of(text)) is something else"
        + (detail.map { " (\($0))" } ?? "")
    }
  }

  private static func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? ""
  }
}
