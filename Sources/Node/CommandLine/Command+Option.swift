extension Command {
  /// A parameter that is known by its name, written `--name`.
  package struct Option: Sendable {
    /// Whether a value comes with it.
    package enum Kind: Sendable {
      /// Given or not given; it takes no value.
      case flag
      case value(ValueType, name: String, presence: Presence)
    }

    /// Lower-case words joined by hyphens, without the leading hyphens.
    package let name: String
    package let letter: Character?
    package let kind: Kind
    package let summary: String

    package static func flag(_ name: String, letter: Character? = nil, summary: String) -> Self {
      Self(name: name, letter: letter, kind: .flag, summary: summary)
    }

    package static func value(
      _ name: String, letter: Character? = nil, _ type: ValueType, name valueName: String,
      _ presence: Presence = .optional, summary: String
    ) -> Self {
      let kind = Kind.value(type, name: valueName, presence: presence)
      return Self(name: name, letter: letter, kind: kind, summary: summary)
    }

    /// Every group and every leaf understands this one.
    package static let help = flag("help", letter: "h", summary: "Show this help")
    /// Only the root understands this one.
    package static let version = flag("version", summary: "Show the version")
  }

  /// Options that belong together, written once and taken by several commands.
  package struct OptionGroup: Sendable {
    /// The heading in help.
    package let title: String
    package let options: [Option]

    package init(title: String = "Options", _ options: [Option]) {
      self.title = title
      self.options = options
    }
  }
}
