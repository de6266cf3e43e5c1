/// A command as plain data: what it is called, what it takes, and what it does.
///
/// Parsing, help, error messages and shell completion all come from this one description, so a
/// command that is put together at run time has all of them too.
package struct Command: Sendable {
  /// What a command does; its result goes to the console.
  package typealias Action = @Sendable (Invocation, Console) throws(CommandFailure) -> Void

  /// Either the next word names one of several commands, or this command is the one to run.
  package enum Body: Sendable {
    case group([Command])
    case leaf(arguments: [Argument], options: [OptionGroup], action: Action)
  }

  /// A line to type, and what comes of it.
  package struct Example: Sendable {
    package let line: String
    package let outcome: String

    package init(_ line: String, _ outcome: String) {
      self.line = line
      self.outcome = outcome
    }
  }

  package let name: String
  /// One line without a full stop, for the list of commands this one stands in.
  package let summary: String
  /// Paragraphs for the command's own help, parted by empty lines.
  package let discussion: String
  package let examples: [Example]
  package let body: Body

  /// A command that only leads to others.
  package init(
    _ name: String, summary: String, discussion: String = "", examples: [Example] = [],
    commands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    body = .group(commands)
  }

  /// A command that does something.
  package init(
    _ name: String, summary: String, discussion: String = "", examples: [Example] = [],
    arguments: [Argument] = [], options: [OptionGroup] = [], action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    body = .leaf(arguments: arguments, options: options, action: action)
  }

  package var subcommands: [Command] {
    switch body {
    case .group(let commands): commands
    case .leaf: []
    }
  }

  package var arguments: [Argument] {
    switch body {
    case .group: []
    case .leaf(let arguments, _, _): arguments
    }
  }

  package var optionGroups: [OptionGroup] {
    switch body {
    case .group: []
    case .leaf(_, let groups, _): groups
    }
  }

  package var options: [Option] { optionGroups.flatMap(\.options) }
}
