/// What a completion script must know about a tree of commands, the same for every shell.
///
/// Each script walks the words typed so far from left to right. It keeps the path of the command
/// they lead to, counts that command's arguments, and skips the values of its options.
package struct CompletionTable {
  /// The shells scripts are written for.
  package static let shells = ["bash", "zsh", "fish"]

  /// A word a shell can offer, and what it stands for.
  struct Word {
    let text: String
    let summary: String
  }

  /// What can stand in some place of the line.
  enum Offer {
    case nothing
    case files
    case words([Word])
  }

  struct OptionEntry {
    /// With the hyphens, every way to write it.
    let spellings: [String]
    let option: Command.Option
    /// What the option's value can be, or nothing at all if it is a flag.
    let value: Offer?
  }

  struct ArgumentEntry {
    let index: Int
    let isRepeated: Bool
    let offer: Offer
  }

  struct Entry {
    let path: String
    let subcommands: [Word]
    let options: [OptionEntry]
    let arguments: [ArgumentEntry]
  }

  let program: String
  let entries: [Entry]

  init(_ tree: CommandTree) {
    program = tree.root.name
    entries = tree.places.map(Self.entry)
  }

  private static func entry(_ place: CommandTree.Place) -> Entry {
    var subcommands = place.command.subcommands.map { Word(text: $0.name, summary: $0.summary) }
    if !subcommands.isEmpty {
      subcommands.append(Word(text: "help", summary: "Show the help of a command"))
    }
    return Entry(
      path: place.path, subcommands: subcommands, options: place.options.map(option),
      arguments: place.command.arguments.enumerated().map { index, argument in
        ArgumentEntry(
          index: index, isRepeated: argument.presence.countMax > 1, offer: offer(argument.type))
      })
  }

  private static func option(_ option: Command.Option) -> OptionEntry {
    let spellings = ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
    switch option.kind {
    case .flag:
      return OptionEntry(spellings: spellings, option: option, value: nil)
    case .value(let type, _, _):
      return OptionEntry(spellings: spellings, option: option, value: offer(type))
    }
  }

  private static func offer(_ type: Command.ValueType) -> Offer {
    switch type.completion {
    case .nothing: .nothing
    case .files: .files
    case .words(let words): .words(words.map { Word(text: $0, summary: "") })
    }
  }

  /// The paths of all commands below the root.
  var commandPaths: [String] { entries.dropFirst().map(\.path) }

  /// The paths of all groups with the word `help` behind them.
  var helpPaths: [String] { entries.filter { !$0.subcommands.isEmpty }.map { "\($0.path) help" } }

  /// Each option that takes a value, behind the path of its command.
  var valueOptionPaths: [String] {
    entries.flatMap { entry in
      entry.options.filter { $0.value != nil }.flatMap { option in
        option.spellings.map { "\(entry.path) \($0)" }
      }
    }
  }

  /// The completion script for one of the shells.
  package static func script(for shell: String, of tree: CommandTree) -> String? {
    let table = Self(tree)
    switch shell {
    case "bash": return table.bashScript
    case "zsh": return table.zshScript
    case "fish": return table.fishScript
    default: return nil
    }
  }
}
