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
  init(parsing bytes: [UInt8]) throws(JSONError) {
    guard let value = JSONValue(parsing: bytes) else { throw .notJSON }
    if let path = JSONValue.pathOfDuplicate(in: bytes) { throw .duplicate(path: path) }
    self.init(value, at: "")
  }

  /// The members of an object that has these and no others.
  func object(of names: String...) throws(JSONError) -> JSONObject {
    guard case .object(let members) = value else { throw wrongKind(expected: "an object") }
    // A name that is misspelt is also missing, and tells more.
    if let name = members.keys.sorted().first(where: { !names.contains($0) }) {
      throw .unknown(path: path(of: name), known: names)
    }
    var places: [String: JSONPlace] = [:]
    for name in names {
      guard let member = members[name] else { throw .missing(path: path(of: name)) }
      places[name] = JSONPlace(member, at: path(of: name))
    }
    return JSONObject(places: places)
  }

  private func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Reads each element of an array.
  func list<Element>(
    of read: (JSONPlace) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    guard case .array(let elements) = value else { throw wrongKind(expected: "an array") }
    var list: [Element] = []
    list.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      list.append(try read(JSONPlace(element, at: "\(path)[\(index)]")))
    }
    return list
  }

  func text() throws(JSONError) -> String {
    guard case .string(let text) = value else { throw wrongKind(expected: "a string") }
    return text
  }

  /// Reads a whole number that a type can hold.
  func number<Number: FixedWidthInteger & UnsignedInteger>(
    as type: Number.Type = Number.self
  ) throws(JSONError) -> Number {
    // What the parser keeps of integers is signed.
    let limit = min(UInt64(Number.max), UInt64(Int.max))
    guard case .integer(let integer) = value else { throw wrongKind(expected: "a whole number") }
    guard let number = Number(exactly: integer) else {
      throw .wrongValue(path: path, found: "\(integer)", reason: "allowed is 0 to \(limit)")
    }
    return number
  }

  /// Reads what has a text form of its own, whose error says what is wrong with the text.
  func value<Value, Failure: Error>(
    _ read: (String) throws(Failure) -> Value
  ) throws(JSONError) -> Value {
    let text = try text()
    do throws(Failure) {
      return try read(text)
    } catch {
      throw refusal("\(error)")
    }
  }

  /// The error about a text whose form is right and whose meaning is not.
  func refusal(_ reason: String) -> JSONError {
    guard case .string(let text) = value else { return wrongKind(expected: "a string") }
    return .wrongValue(path: path, found: text, reason: reason)
  }

  private func wrongKind(expected: String) -> JSONError {
    .wrongKind(path: path.isEmpty ? "the file" : path, found: value.kind, expected: expected)
  }
}
