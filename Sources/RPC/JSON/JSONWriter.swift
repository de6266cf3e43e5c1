/// JSON as bytes, written from front to back.
///
/// It sets the commas: a value that stands behind another one gets one in front. Whoever writes
/// opens and closes what belongs together.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  private static let digits = Array("0123456789abcdef".utf8)

  private mutating func beginValue() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: ","): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  package mutating func writeNull() { write(raw: "null") }

  package mutating func write(_ boolean: Bool) { write(raw: boolean ? "true" : "false") }

  package mutating func write(_ number: JSONNumber) {
    beginValue()
    bytes.append(contentsOf: number.text.utf8)
  }

  package mutating func write(_ text: String) {
    beginValue()
    quote(text)
  }

  /// Writes what is JSON already.
  package mutating func write(raw json: String) {
    beginValue()
    bytes.append(contentsOf: json.utf8)
  }

  /// Writes what is JSON already.
  package mutating func write(json: some Collection<UInt8>) {
    beginValue()
    bytes.append(contentsOf: json)
  }

  /// Writes a piece of a value as it is; with the pieces around it, it is JSON.
  mutating func write(fragment: String) {
    bytes.append(contentsOf: fragment.utf8)
  }

  package mutating func write(_ value: JSONValue) {
    switch value {
    case .null: writeNull()
    case .boolean(let boolean): write(boolean)
    case .number(let number): write(number)
    case .string(let text): write(text)
    case .array(let elements):
      writeArray { writer in
        for element in elements { writer.write(element) }
      }
    case .object(let object):
      writeObject { writer in
        for member in object.members {
          writer.writeName(member.name)
          writer.write(member.value)
        }
      }
    }
  }

  package mutating func writeObject<Failure: Error>(
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginValue()
    bytes.append(UInt8(ascii: "{"))
    try members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func writeArray<Failure: Error>(
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginValue()
    bytes.append(UInt8(ascii: "["))
    try elements(&self)
    bytes.append(UInt8(ascii: "]"))
  }

  /// Writes the name of a member, whose value comes next.
  package mutating func writeName(_ name: String) {
    beginValue()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a number as Ethereum's interface has it: in hexadecimal without leading zeros.
  package mutating func writeQuantity(_ number: some UnsignedInteger & FixedWidthInteger) {
    beginValue()
    bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "0"), UInt8(ascii: "x")])
    bytes.append(contentsOf: String(number, radix: 16).utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes bytes as Ethereum's interface has them: two digits each.
  package mutating func writeData(_ data: Span<UInt8>) {
    beginValue()
    bytes.reserveCapacity(bytes.count + 2 * data.count + 4)
    bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "0"), UInt8(ascii: "x")])
    for index in data.indices {
      bytes.append(Self.digits[Int(data[index] >> 4)])
      bytes.append(Self.digits[Int(data[index] & 15)])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Takes back everything behind the first so many bytes.
  package mutating func truncate(to count: Int) {
    bytes.removeSubrange(count...)
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x00..<0x20, 0x7F:
        bytes.append(contentsOf: Array("\\u00".utf8))
        bytes.append(Self.digits[Int(byte >> 4)])
        bytes.append(Self.digits[Int(byte & 15)])
      default:
        bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
