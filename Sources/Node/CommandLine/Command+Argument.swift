extension Command {
  /// A parameter that is known by its place on the line.
  ///
  /// In a command's list the required arguments come first, and only the last may be repeated.
  package struct Argument: Sendable {
    /// Upper-case, as help shows it and as the action asks for it.
    package let name: String
    package let type: ValueType
    package let presence: Presence
    package let summary: String

    package init(
      _ name: String, _ type: ValueType, _ presence: Presence = .required, summary: String
    ) {
      self.name = name
      self.type = type
      self.presence = presence
      self.summary = summary
    }
  }

  /// How often a parameter stands on the line.
  package enum Presence: Sendable, Equatable {
    case required
    case optional
    /// At most once; the text stands in where the parameter is left out.
    case standard(String)
    case repeated(atLeast: Int)

    package var countMin: Int {
      switch self {
      case .required: 1
      case .optional, .standard: 0
      case .repeated(let least): least
      }
    }

    package var countMax: Int {
      switch self {
      case .required, .optional, .standard: 1
      case .repeated: .max
      }
    }
  }
}
