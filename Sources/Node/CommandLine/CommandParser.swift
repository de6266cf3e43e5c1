/// Reads the words of a command line against a tree of commands.
///
/// The parser is a pure function. It goes down the tree while words name commands of a group;
/// then it takes the rest as options and arguments of the leaf, in any order.
package struct CommandParser {
  /// What the words ask for.
  package enum Request: Sendable {
    case run(Invocation)
    case help(CommandTree.Place)
    case version
  }

  private var place: CommandTree.Place
  private var words: ArraySlice<String>
  private var arguments: [String] = []
  private var values: [String: [any Sendable]] = [:]

  /// Parses the words behind the program's name.
  package static func parse(
    _ words: [String], in tree: CommandTree
  ) throws(UsageError) -> Request {
    var parser = Self(place: tree.rootPlace, words: words[...])
    return try parser.parseCommand()
  }

  private init(place: CommandTree.Place, words: ArraySlice<String>) {
    self.place = place
    self.words = words
  }

  private mutating func parseCommand() throws(UsageError) -> Request {
    while case .group(let commands) = place.command.body {
      guard let word = words.popFirst() else {
        throw error(.missingCommand(known: commands.map(\.name)))
      }
      if word == "--help" || word == "-h" { return .help(place) }
      if word == "--version", place.isRoot { return .version }
      if word == "help" { return .help(try placeForHelp()) }
      guard !word.hasPrefix("-") else { throw unknownOption(word) }
      place = try child(word)
    }
    return try parseParameters()
  }

  /// Follows the words behind `help`.
  private mutating func placeForHelp() throws(UsageError) -> CommandTree.Place {
    while let word = words.popFirst() { place = try child(word) }
    return place
  }

  private func child(_ word: String) throws(UsageError) -> CommandTree.Place {
    let commands = place.command.subcommands
    guard let command = commands.first(where: { $0.name == word }) else {
      let suggestion = Suggestion.nearest(to: word, among: commands.map(\.name))
      throw error(.unknownCommand(word, suggestion: suggestion))
    }
    return place.child(command)
  }

  private mutating func parseParameters() throws(UsageError) -> Request {
    while let word = words.popFirst() {
      if word == "--" {
        arguments.append(contentsOf: words)
        words = []
      } else if word.hasPrefix("--") {
        if word == "--help" { return .help(place) }
        try takeNamedOption(word)
      } else if word.hasPrefix("-"), word != "-" {
        if word == "-h" { return .help(place) }
        try takeLetters(word)
      } else {
        arguments.append(word)
      }
    }
    try finishOptions()
    try assignArguments()
    return .run(Invocation(place: place, values: values))
  }

  /// Takes `--name`, `--name value` or `--name=value`.
  private mutating func takeNamedOption(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = place.command.options.first(where: { $0.name == name }) else {
      throw unknownOption("--\(name)")
    }
    try take(option, attached: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// Takes `-x`, several flags in one word, or a letter with its value behind it.
  private mutating func takeLetters(_ word: String) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let option = place.command.options.first(where: { $0.letter == letter }) else {
        throw unknownOption("-\(letter)")
      }
      switch option.kind {
      case .flag:
        try take(option, attached: nil)
      case .value:
        try take(option, attached: letters.isEmpty ? nil : String(letters))
        return
      }
    }
  }

  private mutating func take(
    _ option: Command.Option, attached: String?
  ) throws(UsageError) {
    let name = "--\(option.name)"
    switch option.kind {
    case .flag:
      if let attached { throw error(.unexpectedValue(option: name, text: attached)) }
      // Saying a flag twice changes nothing and hurts nobody.
      values[option.name] = [true]
    case .value(let type, _, let presence):
      // A word that looks like an option is more likely a value forgotten than a value meant;
      // `--name=--value` says it without doubt.
      guard let text = attached ?? (words.first?.hasPrefix("--") == true ? nil : words.popFirst())
      else { throw error(.missingValue(option: name, allowed: type.allowed)) }
      let count = values[option.name]?.count ?? 0
      guard count < presence.countMax else { throw error(.repeatedOption(name)) }
      let value = try read(text, as: type, for: name)
      values[option.name, default: []].append(value)
    }
  }

  /// Fills in standard values and finds what is missing.
  private mutating func finishOptions() throws(UsageError) {
    for option in place.command.options {
      guard case .value(let type, let valueName, let presence) = option.kind else { continue }
      let name = "--\(option.name)"
      let count = values[option.name]?.count ?? 0
      guard count >= presence.countMin else { throw error(.missingOption("\(name) \(valueName)")) }
      if case .standard(let text) = presence, count == 0 {
        values[option.name] = [try read(text, as: type, for: name)]
      }
    }
  }

  /// Deals the arguments out from left to right; required ones come first in the description.
  private mutating func assignArguments() throws(UsageError) {
    var rest = arguments[...]
    for argument in place.command.arguments {
      let count = min(rest.count, argument.presence.countMax)
      guard count >= argument.presence.countMin else {
        throw error(.missingArgument(argument.name, summary: argument.summary))
      }
      var texts = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      if case .standard(let text) = argument.presence, texts.isEmpty { texts = [text] }
      for text in texts {
        let value = try read(text, as: argument.type, for: argument.name)
        values[argument.name, default: []].append(value)
      }
    }
    if let extra = rest.first { throw error(.extraArgument(extra)) }
  }

  private func read(
    _ text: String, as type: Command.ValueType, for parameter: String
  ) throws(UsageError) -> any Sendable {
    do {
      return try type.read(text)
    } catch {
      throw self.error(
        .badValue(
          parameter: parameter, text: text, allowed: type.allowed, detail: error.reason))
    }
  }

  private func unknownOption(_ word: String) -> UsageError {
    let known = place.options.map { "--\($0.name)" }
    return error(.unknownOption(word, suggestion: Suggestion.nearest(to: word, among: known)))
  }

  private func error(_ reason: UsageError.Reason) -> UsageError {
    UsageError(path: place.path, reason: reason)
  }
}
