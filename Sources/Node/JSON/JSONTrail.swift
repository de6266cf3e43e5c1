import RPC

/// Where a reader stands in a text, so that an error can name the place by its path.
struct JSONTrail {
  /// Such as `validators`, `[2]` and `stake`: what was gone into and not yet left.
  private var steps: [String] = []

  /// The place of a member of the innermost object.
  func path(of name: String) -> String {
    (steps + [name]).reduce("") { path, step in
      path.isEmpty || step.hasPrefix("[") ? path + step : "\(path).\(step)"
    }
  }

  /// Reads a value; if that fails, the trail still leads to where it did.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
    switch try reader.kind() {
    case .null, .boolean, .number, .string:
      return try reader.readValue()
    case .array:
      var elements: [JSONValue] = []
      try reader.readArray { reader throws(JSONError) in
        elements.append(try read("[\(elements.count)]", from: &reader))
      }
      return .array(elements)
    case .object:
      var object = JSONObject()
      try reader.readObject { reader, name throws(JSONError) in
        object.append(name, try read(name, from: &reader))
      }
      return .object(object)
    }
  }

  private mutating func read(
    _ step: String, from reader: inout JSONReader
  ) throws(JSONError) -> JSONValue {
    steps.append(step)
    let value = try read(&reader)
    steps.removeLast()
    return value
  }
}
