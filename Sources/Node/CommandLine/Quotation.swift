/// Text from outside as a message shows it.
enum Quotation {
  private static let lengthMax = 80

  /// Quotes a text, at most so much of it that the message stays readable.
  static func of(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars.prefix(lengthMax) {
      // Control characters could move the cursor or recolour the terminal.
      quoted += isPrintable(scalar) ? String(scalar) : scalar.escaped(asASCII: true)
    }
    return "'\(quoted)\(text.unicodeScalars.count > lengthMax ? "…" : "")'"
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default:
      true
    }
  }
}
