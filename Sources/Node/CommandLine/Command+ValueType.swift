extension Command {
  /// What the text of a parameter may be, and the value it is read as.
  package struct ValueType: Sendable {
    /// What a shell can offer while the text is being typed.
    package enum Completion: Sendable, Equatable {
      case nothing
      case files
      case words([String])
    }

    /// Continues the sentence "… takes", for example "a number from 1 to 10".
    package let allowed: String
    package let completion: Completion
    package let read: @Sendable (String) throws(ValueRefusal) -> any Sendable

    package init(
      allowed: String, completion: Completion = .nothing,
      read: @escaping @Sendable (String) throws(ValueRefusal) -> any Sendable
    ) {
      self.allowed = allowed
      self.completion = completion
      self.read = read
    }
  }

  /// Why a text is no value of its type, where more can be said than what is allowed.
  package struct ValueRefusal: Error, Equatable {
    package let reason: String?

    package init(_ reason: String? = nil) {
      self.reason = reason
    }
  }
}

extension Command.ValueType {
  /// Any text; read as a `String`.
  package static let text = Self(allowed: "a text") { text in text }

  /// A path that need not exist; read as a `String`.
  package static let path = Self(allowed: "a path", completion: .files) {
    text throws(Command.ValueRefusal) in
    guard !text.isEmpty else { throw Command.ValueRefusal("the path is empty") }
    // The system would silently end the path at a zero byte.
    guard !text.utf8.contains(0) else { throw Command.ValueRefusal("the path has a zero byte") }
    return text
  }

  /// A whole number in decimal digits; read as a `UInt64`.
  package static func number(_ range: ClosedRange<UInt64> = 0...UInt64.max) -> Self {
    Self(allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
      text throws(Command.ValueRefusal) in
      // The standard library's reading takes a leading sign as well.
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text),
        range.contains(number)
      else { throw Command.ValueRefusal() }
      return number
    }
  }

  /// One of a few words; read as a `String`.
  package static func choice(_ words: [String]) -> Self {
    Self(allowed: words.joined(separator: ", "), completion: .words(words)) {
      text throws(Command.ValueRefusal) in
      guard words.contains(text) else { throw Command.ValueRefusal() }
      return text
    }
  }
}
