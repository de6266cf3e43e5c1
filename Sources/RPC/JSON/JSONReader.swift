/// Reads a JSON text from front to back, strictly as RFC 8259 has it.
///
/// 1. The whole text is UTF-8; this is settled before anything is read.
/// 2. Every name stands once in its object, and every escape leads to a character.
/// 3. Depth and number of values have limits, so that memory and stack do.
package struct JSONReader: Sendable {
  /// What the first byte of a value tells.
  package enum Kind: Sendable {
    case null, boolean, number, string, array, object
  }

  let bytes: [UInt8]
  package private(set) var position = 0
  private var depth = 0
  private let valueCountMax: Int
  private var valueCount = 0

  package init(
    _ bytes: [UInt8], valueCountMax: Int = RPCLimits.valueCountMax
  ) throws(JSONError) {
    self.bytes = bytes
    self.valueCountMax = valueCountMax
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONError(reason: .notUTF8, offset: error.byteOffsets.lowerBound)
    }
  }

  // MARK: Bytes

  func failure(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason: reason, offset: position)
  }

  func byte() throws(JSONError) -> UInt8 {
    guard position < bytes.count else { throw failure(.incomplete) }
    return bytes[position]
  }

  mutating func advance(by count: Int = 1) { position += count }

  mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func expect(_ word: String) throws(JSONError) {
    for wanted in word.utf8 {
      let found = try byte()
      guard found == wanted else { throw failure(.unexpectedByte(found)) }
      position += 1
    }
  }

  // MARK: Values

  /// Moves to the next value and says what it is.
  package mutating func kind() throws(JSONError) -> Kind {
    skipSpace()
    let first = try byte()
    switch first {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    default: throw failure(.unexpectedByte(first))
    }
  }

  private mutating func count() throws(JSONError) {
    valueCount += 1
    guard valueCount <= valueCountMax else {
      throw failure(.tooManyValues(limit: valueCountMax))
    }
  }

  package mutating func readValue() throws(JSONError) -> JSONValue {
    switch try kind() {
    case .null:
      try readNull()
      return .null
    case .boolean: return .boolean(try readBoolean())
    case .number: return .number(try readNumber())
    case .string: return .string(try readString())
    case .array:
      var elements: [JSONValue] = []
      try readArray { reader throws(JSONError) in elements.append(try reader.readValue()) }
      return .array(elements)
    case .object:
      var members: [JSONObject.Member] = []
      try readObject { reader, name throws(JSONError) in
        members.append(JSONObject.Member(name, try reader.readValue()))
      }
      return .object(JSONObject(checked: members))
    }
  }

  /// Reads any value, as strictly as if it were kept, and says where it stands.
  package mutating func skipValue() throws(JSONError) -> Range<Int> {
    let kind = try kind()
    let start = position
    switch kind {
    case .null: try readNull()
    case .boolean: _ = try readBoolean()
    case .number: try skipNumber()
    case .string: _ = try readString()
    case .array: try readArray { reader throws(JSONError) in _ = try reader.skipValue() }
    case .object:
      try readObject { reader, _ throws(JSONError) in _ = try reader.skipValue() }
    }
    return start..<position
  }

  package mutating func readNull() throws(JSONError) {
    try count()
    try expect("null")
  }

  package mutating func readBoolean() throws(JSONError) -> Bool {
    try count()
    let isTrue = try byte() == UInt8(ascii: "t")
    if isTrue { try expect("true") } else { try expect("false") }
    return isTrue
  }

  package mutating func readNumber() throws(JSONError) -> JSONNumber {
    let start = position
    try skipNumber()
    return JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func skipNumber() throws(JSONError) {
    try count()
    if try byte() == UInt8(ascii: "-") { position += 1 }
    // No digit may follow a leading zero; whatever stands there is refused by who reads on.
    if try byte() == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      let sign = try byte()
      if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(JSONError) {
    let first = try byte()
    guard first.isDigit else { throw failure(.unexpectedByte(first)) }
    while position < bytes.count, bytes[position].isDigit { position += 1 }
  }

  package mutating func readString() throws(JSONError) -> String {
    try count()
    return try readText()
  }

  // MARK: Collections

  /// Reads an array; the closure reads each element.
  package mutating func readArray(
    _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try descend()
    skipSpace()
    if try byte() != UInt8(ascii: "]") {
      repeat { try element(&self) } while try continues(until: UInt8(ascii: "]"))
    } else {
      position += 1
    }
    depth -= 1
  }

  /// Reads an object; the closure reads each member's value and is told its name.
  package mutating func readObject(
    _ member: (inout JSONReader, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    try descend()
    skipSpace()
    if try byte() != UInt8(ascii: "}") {
      var names = NameSet()
      repeat {
        skipSpace()
        let quote = try byte()
        guard quote == UInt8(ascii: "\"") else { throw failure(.unexpectedByte(quote)) }
        let start = position
        let name = try readText()
        guard names.insert(name) else {
          throw JSONError(reason: .duplicateName(name), offset: start)
        }
        skipSpace()
        try expect(":")
        try member(&self, name)
      } while try continues(until: UInt8(ascii: "}"))
    } else {
      position += 1
    }
    depth -= 1
  }

  private mutating func descend() throws(JSONError) {
    try count()
    depth += 1
    guard depth <= RPCLimits.depthMax else {
      throw failure(.tooDeep(limit: RPCLimits.depthMax))
    }
    position += 1
  }

  /// Behind an element: whether another one follows.
  private mutating func continues(until closing: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    let found = try byte()
    guard found == closing || found == UInt8(ascii: ",") else {
      throw failure(.unexpectedByte(found))
    }
    position += 1
    return found != closing
  }

  /// Nothing but white space may follow.
  package mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == bytes.count else { throw failure(.unexpectedByte(bytes[position])) }
  }
}

/// Names seen so far; few are compared one by one, for that is faster than hashing them.
///
/// Names that Unicode calls equivalent count as the same, as everywhere in Swift.
private struct NameSet {
  private var few: [String] = []
  private var many: Set<String> = []

  mutating func insert(_ name: String) -> Bool {
    guard many.isEmpty else { return many.insert(name).inserted }
    guard !few.contains(name) else { return false }
    few.append(name)
    if few.count > 16 { many = Set(few) }
    return true
  }
}
