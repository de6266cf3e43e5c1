import RPC

/// A value of a JSON file that knows where it stands, so that errors can name the place.
struct JSONPlace: Sendable {
  /// Such as `validators[2].stake`; empty for the file as a whole.
  let path: String
  let value: JSONValue

  private init(_ value: JSONValue, at path: String) {
    self.value = value
    self.path = path
  }

  /// The value that a whole file holds.
  init(parsing bytes: [UInt8], valueCountMax: Int) throws(JSONFileError) {
    var trail = JSONTrail()
    do throws(JSONError) {
      var reader = try JSONReader(bytes, valueCountMax: valueCountMax)
      self.init(try trail.read(&reader), at: "")
      try reader.finish()
    } catch {
      guard case .duplicateName(let name) = error.reason else { throw .notJSON(error) }
      throw .duplicate(path: trail.path(of: name))
    }
  }

  /// The members of an object that has these and no others.
  func object(of names: String...) throws(JSONFileError) -> JSONSection {
    guard case .object(let object) = value else { throw wrongKind(expected: "an object") }
    let members = Dictionary(object.members.map { ($0.name, $0.value) }) { first, _ in first }
    // A name that is misspelt is also missing, and tells more.
    if let name = members.keys.sorted().first(where: { !names.contains($0) }) {
      throw .unknown(path: path(of: name), known: names)
    }
    var places: [String: JSONPlace] = [:]
    for name in names {
      guard let member = members[name] else { throw .missing(path: path(of: name)) }
      places[name] = JSONPlace(member, at: path(of: name))
    }
    return JSONSection(places: places)
  }

  private func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Reads each element of an array.
  func list<Element>(
    of read: (JSONPlace) throws(JSONFileError) -> Element
  ) throws(JSONFileError) -> [Element] {
    guard case .array(let elements) = value else { throw wrongKind(expected: "an array") }
    var list: [Element] = []
    list.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      list.append(try read(JSONPlace(element, at: "\(path)[\(index)]")))
    }
    return list
  }

  func text() throws(JSONFileError) -> String {
    guard case .string(let text) = value else { throw wrongKind(expected: "a string") }
    return text
  }

  /// Reads a whole number that a type can hold.
  func number<Number: FixedWidthInteger & UnsignedInteger>(
    as type: Number.Type = Number.self
  ) throws(JSONFileError) -> Number {
    guard case .number(let written) = value, Self.isWhole(written) else {
      throw wrongKind(expected: "a whole number")
    }
    guard let number = written.integer(as: Number.self) else {
      throw .wrongValue(path: path, found: written.text, reason: "allowed is 0 to \(Number.max)")
    }
    return number
  }

  /// Reads what has a text form of its own, whose error says what is wrong with the text.
  func value<Value, Failure: Error>(
    _ read: (String) throws(Failure) -> Value
  ) throws(JSONFileError) -> Value {
    let text = try text()
    do throws(Failure) {
      return try read(text)
    } catch {
      throw refusal("\(error)")
    }
  }

  /// The error about a text whose form is right and whose meaning is not.
  func refusal(_ reason: String) -> JSONFileError {
    guard case .string(let text) = value else { return wrongKind(expected: "a string") }
    return .wrongValue(path: path, found: text, reason: reason)
  }

  private func wrongKind(expected: String) -> JSONFileError {
    .wrongKind(path: path.isEmpty ? "the file" : path, found: kind, expected: expected)
  }

  private var kind: String {
    guard case .number(let number) = value else { return value.kind }
    return Self.isWhole(number) ? "an integer" : "a number that is no integer or too large"
  }

  private static func isWhole(_ number: JSONNumber) -> Bool {
    number.integer(as: Int64.self) != nil || number.integer(as: UInt64.self) != nil
  }
}
