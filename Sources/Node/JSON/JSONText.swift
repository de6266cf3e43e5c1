/// JSON that is written: members in the order they were given, two spaces an indentation.
package enum JSONText {
  case number(Int)
  case boolean(Bool)
  case string(String)
  case array([JSONText])
  case object([(name: String, value: JSONText)])

  package func render(indentation: Int = 0) -> String {
    switch self {
    case .number(let number):
      return String(number)
    case .boolean(let boolean):
      return String(boolean)
    case .string(let text):
      return Self.quote(text)
    case .array(let elements):
      return Self.block(
        "[", elements.map { $0.render(indentation: indentation + 2) }, "]", indentation)
    case .object(let members):
      let lines = members.map { member in
        Self.quote(member.name) + ": " + member.value.render(indentation: indentation + 2)
      }
      return Self.block("{", lines, "}", indentation)
    }
  }

  private static func block(
    _ opening: String, _ lines: [String], _ closing: String, _ indentation: Int
  ) -> String {
    guard !lines.isEmpty else { return opening + closing }
    let margin = "\n" + String(repeating: " ", count: indentation)
    return opening + margin + "  " + lines.joined(separator: "," + margin + "  ") + margin + closing
  }

  private static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\\(scalar)"
      case "\u{0}"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default:
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
