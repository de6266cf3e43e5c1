import Foundation

/// JSON that was read from outside, as far as files of ours use it.
///
/// Foundation parses the text, to a depth of a few hundred at most; numbers that are not integers
/// are not kept, for nothing asks for them.
enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case otherNumber
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// How an error message names it.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .otherNumber: "a number that is no integer or too large"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// Parses a text in UTF-8, or returns nothing if it is none.
  init?(parsing bytes: [UInt8]) {
    // Foundation would also accept UTF-16 and UTF-32.
    guard String(validating: bytes, as: UTF8.self) != nil,
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    else { return nil }
    self = value
  }
}

extension JSONValue: Decodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Name.self) {
      var members: [String: JSONValue] = [:]
      for name in object.allKeys {
        members[name.stringValue] = try object.decode(JSONValue.self, forKey: name)
      }
      self = .object(members)
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !list.isAtEnd { elements.append(try list.decode(JSONValue.self)) }
      self = .array(elements)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let boolean = try? single.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let integer = try? single.decode(Int.self) {
      self = .integer(integer)
    } else if let text = try? single.decode(String.self) {
      self = .string(text)
    } else {
      self = .otherNumber
    }
  }
}
