/// Writes the help of a command from its description.
package enum HelpText {
  private static let columns = 80
  /// Names longer than this stand on a line of their own.
  private static let nameColumnsMax = 28

  package static func render(_ place: CommandTree.Place) -> String {
    let command = place.command
    // What does not fit stands under what does.
    let label = "Usage: "
    let usage = wrap(usage(place), indentation: label.count).dropFirst(label.count)
    var sections = [wrap(command.summary + ".", indentation: 0), label + usage]
    if !command.discussion.isEmpty {
      sections.append(wrap(command.discussion, indentation: 0))
    }
    sections.append(
      contentsOf: [
        list("Commands", command.subcommands.map { ($0.name, $0.summary) }),
        list("Arguments", command.arguments.map { ($0.name, describe($0)) }),
      ].compactMap { $0 })
    for group in command.optionGroups {
      sections.append(contentsOf: list(group.title, rows(group.options)).map { [$0] } ?? [])
    }
    let builtInTitle = command.optionGroups.isEmpty ? "Options" : "Help"
    sections.append(
      contentsOf: list(builtInTitle, rows(place.builtInOptions)).map { [$0] } ?? [])
    if !command.examples.isEmpty { sections.append(examples(command.examples)) }
    if !command.subcommands.isEmpty {
      sections.append("Run '\(place.path) help COMMAND' for more about a command.")
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// The line that shows the order of the parts.
  static func usage(_ place: CommandTree.Place) -> String {
    var parts = [place.path]
    switch place.command.body {
    case .group:
      parts.append("COMMAND")
    case .leaf(let arguments, _, _):
      // An option that must be given is spelled out; the others are what the list below is for.
      for option in place.command.options {
        guard case .value(_, let value, let presence) = option.kind, presence.countMin > 0
        else { continue }
        parts.append("--\(option.name) \(value)")
      }
      let optional = place.command.options.filter { option in
        switch option.kind {
        case .flag: true
        case .value(_, _, let presence): presence.countMin == 0
        }
      }
      if !optional.isEmpty { parts.append("[OPTIONS]") }
      parts.append(contentsOf: arguments.map(usage))
    }
    return parts.joined(separator: " ")
  }

  private static func usage(_ argument: Command.Argument) -> String {
    switch argument.presence {
    case .required: argument.name
    case .optional, .standard: "[\(argument.name)]"
    case .repeated(let least): least > 0 ? "\(argument.name)..." : "[\(argument.name)...]"
    }
  }

  private static func describe(_ argument: Command.Argument) -> String {
    argument.summary + describe(argument.type, argument.presence)
  }

  private static func describe(_ type: Command.ValueType, _ presence: Command.Presence) -> String {
    var notes: [String] = []
    if case .words(let words) = type.completion {
      notes.append("one of: \(words.joined(separator: ", "))")
    }
    switch presence {
    case .required, .optional: break
    case .standard(let text): notes.append("default: \(text)")
    case .repeated: notes.append("may be repeated")
    }
    return notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
  }

  private static func rows(_ options: [Command.Option]) -> [(name: String, text: String)] {
    options.map { option in
      // Long names line up whether or not there is a letter.
      let name = (option.letter.map { "-\($0), " } ?? "    ") + "--\(option.name)"
      switch option.kind {
      case .flag:
        return (name, option.summary)
      case .value(let type, let value, let presence):
        return ("\(name) \(value)", option.summary + describe(type, presence))
      }
    }
  }

  /// Names to the left and texts to the right, both aligned; nothing if there are no rows.
  private static func list(_ title: String, _ rows: [(name: String, text: String)]) -> String? {
    guard !rows.isEmpty else { return nil }
    let width = rows.map(\.name.count).filter { $0 <= nameColumnsMax }.max() ?? nameColumnsMax
    let indentation = 2 + width + 2
    let lines = rows.map { row in
      let text = wrap(row.text, indentation: indentation)
      guard row.name.count <= width else { return "  \(row.name)\n\(text)" }
      let padding = String(repeating: " ", count: width - row.name.count + 2)
      return "  " + row.name + padding + text.drop { $0 == " " }
    }
    return "\(title):\n" + lines.joined(separator: "\n")
  }

  private static func examples(_ examples: [Command.Example]) -> String {
    let texts = examples.map { "  \($0.line)\n" + wrap($0.outcome, indentation: 6) }
    return "Examples:\n" + texts.joined(separator: "\n")
  }

  /// Breaks paragraphs at spaces, so that no line is longer than the page if its words allow it.
  private static func wrap(_ text: String, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, indentation + line.count + 1 + word.count > columns {
          lines.append(margin + line)
          line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
      }
      lines.append(line.isEmpty ? "" : margin + line)
    }
    return lines.joined(separator: "\n")
  }
}
