/// All commands of a program, and what it says about itself.
package struct CommandTree: Sendable {
  package let root: Command
  /// What `--version` prints.
  package let versionLine: String

  package init(root: Command, versionLine: String) {
    self.root = root
    self.versionLine = versionLine
  }

  /// A command together with the words that lead to it.
  package struct Place: Sendable {
    /// The program's name first, separated by spaces.
    package let path: String
    package let command: Command
    package let isRoot: Bool

    package func child(_ command: Command) -> Place {
      Place(path: "\(path) \(command.name)", command: command, isRoot: false)
    }

    /// The command's own options and those every command has.
    package var options: [Command.Option] {
      command.options + builtInOptions
    }

    package var builtInOptions: [Command.Option] {
      isRoot ? [.help, .version] : [.help]
    }
  }

  package var rootPlace: Place {
    Place(path: root.name, command: root, isRoot: true)
  }

  /// Every command, each group before what it holds.
  package var places: [Place] {
    var places = [rootPlace]
    var index = 0
    while index < places.count {
      let place = places[index]
      places.append(contentsOf: place.command.subcommands.map(place.child))
      index += 1
    }
    return places
  }
}
