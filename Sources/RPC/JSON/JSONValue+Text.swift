extension JSONValue {
  /// The text in the fewest bytes.
  package var compactBytes: [UInt8] {
    var writer = JSONWriter()
    writer.write(self)
    return writer.bytes
  }

  /// The text for people: a line for each element, two spaces an indentation.
  package func render(indentation: Int = 0) -> String {
    switch self {
    case .null, .boolean, .number, .string:
      return String(decoding: compactBytes, as: UTF8.self)
    case .array(let elements):
      return Self.block(
        "[", elements.map { $0.render(indentation: indentation + 2) }, "]", indentation)
    case .object(let object):
      let lines = object.members.map { member in
        JSONValue.string(member.name).render() + ": "
          + member.value.render(indentation: indentation + 2)
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
}
