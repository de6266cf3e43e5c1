import Chain
import Codec
import RPC

/// Values as people write them on a command line, and as they are shown.
extension ContractValue {
  /// Reads a value: numbers in decimal, in hex, or as an amount such as `1.5stos`; addresses in
  /// either form; bytes in hex; lists with commas or as JSON; records as JSON.
  init(text: String, as field: ABIField) throws(Command.ValueRefusal) {
    switch field.type {
    case .array, .tuple:
      if text.hasPrefix("[") || text.hasPrefix("{") {
        guard let json = try? JSONValue(parsing: Array(text.utf8)) else {
          throw Command.ValueRefusal("it is no JSON")
        }
        self = try Self.value(of: json, as: field.type, members: field.members)
      } else {
        let parts = text.split(separator: ",").map { JSONValue.string(String($0)) }
        self = try Self.value(of: .array(parts), as: field.type, members: field.members)
      }
    case .uint, .address, .bool, .fixedBytes, .bytes, .string:
      self = try Self.plain(text, as: field.type)
    }
  }

  private static func value(
    of json: JSONValue, as type: ABIType, members: [ABIField]
  ) throws(Command.ValueRefusal) -> ContractValue {
    switch (type, json) {
    case (.array(let element), .array(let elements)):
      var values: [ContractValue] = []
      for json in elements { values.append(try value(of: json, as: element, members: members)) }
      return .list(values, of: element)
    case (.tuple(let types), .array(let elements)) where elements.count == types.count:
      var values: [ContractValue] = []
      for (json, field) in zip(elements, members) {
        values.append(try value(of: json, as: field.type, members: field.members))
      }
      return .record(values, types)
    case (.tuple(let types), .object(let object)):
      var values: [ContractValue] = []
      for field in members {
        guard let json = object[field.name] else {
          throw Command.ValueRefusal("\(field.name) is missing")
        }
        values.append(try value(of: json, as: field.type, members: field.members))
      }
      return .record(values, types)
    case (_, .string(let text)): return try plain(text, as: type)
    case (_, .number(let number)): return try plain(number.text, as: type)
    case (_, .boolean(let value)): return try plain("\(value)", as: type)
    default: throw Command.ValueRefusal("\(json.kind) cannot be \(type.name)")
    }
  }

  private static func plain(
    _ text: String, as type: ABIType
  ) throws(Command.ValueRefusal) -> ContractValue {
    switch type {
    case .uint(let bits):
      guard let number = try number(text) else { throw Command.ValueRefusal() }
      guard number.fits(bits: bits) else {
        throw Command.ValueRefusal("it does not fit \(bits) bits")
      }
      return .number(number)
    case .address:
      do throws(AddressError) {
        return .address(try Address(text: text))
      } catch {
        throw Command.ValueRefusal("\(error)")
      }
    case .bool:
      guard let value = Bool(text) else { throw Command.ValueRefusal() }
      return .boolean(value)
    case .fixedBytes(let count):
      let bytes = try data(text)
      guard bytes.count == count else {
        throw Command.ValueRefusal("it has \(bytes.count) bytes, and \(count) are needed")
      }
      return .fixedBytes(bytes)
    case .bytes: return .bytes(try data(text))
    case .string: return .text(text)
    case .array, .tuple: throw Command.ValueRefusal("a list or record is written as JSON")
    }
  }

  private static func data(_ text: String) throws(Command.ValueRefusal) -> [UInt8] {
    do throws(HexError) {
      return try Hex.decode(text)
    } catch {
      throw Command.ValueRefusal("\(error)")
    }
  }

  private static func number(_ text: String) throws(Command.ValueRefusal) -> UInt256? {
    if text.hasPrefix("0x") {
      let digits = text.dropFirst(2)
      guard (1...64).contains(digits.utf8.count),
        let bytes = try? Hex.decode(String(repeating: "0", count: digits.count % 2) + digits)
      else { return nil }
      return UInt256(bigEndian: bytes.span)
    }
    if text.utf8.last.map({ (0x61...0x7A).contains($0) }) ?? false {
      do throws(WeiTextError) {
        return UInt256(try Wei(text: text).units)
      } catch {
        throw Command.ValueRefusal("\(error)")
      }
    }
    guard (1...78).contains(text.utf8.count) else { return nil }
    var number = UInt256.zero
    for digit in text.utf8 {
      guard (0x30...0x39).contains(digit),
        let next = number.timesTen(adding: UInt128(digit - 0x30))
      else { return nil }
      number = next
    }
    return number
  }

  /// As JSON has it: whole numbers up to 64 bits as numbers, larger ones as digits in a string.
  func json(as field: ABIField) -> JSONValue { json(as: field.type, members: field.members) }

  private func json(as type: ABIType, members: [ABIField]) -> JSONValue {
    switch self {
    case .number(let number):
      if case .uint(let bits) = type, bits <= 64 { return .number(number.low) }
      return .string("\(number)")
    case .address(let address): return .string("\(address)")
    case .boolean(let value): return .boolean(value)
    case .fixedBytes(let bytes), .bytes(let bytes):
      return .string(Hex.encode(bytes.span, prefix: true))
    case .text(let text): return .string(text)
    case .list(let elements, let element):
      return .array(elements.map { $0.json(as: element, members: members) })
    case .record(let values, _):
      var object = JSONObject()
      for (value, field) in zip(values, members) {
        object.append(field.name, value.json(as: field.type, members: field.members))
      }
      return .object(object)
    }
  }
}

extension UInt256 {
  /// Appends a decimal digit; nothing if the number becomes too large.
  fileprivate func timesTen(adding digit: UInt128) -> UInt256? {
    let low = self.low.multipliedFullWidth(by: 10)
    let (lowSum, carries) = UInt128(low.low).addingReportingOverflow(digit)
    let (product, overflows) = high.multipliedReportingOverflow(by: 10)
    let (highSum, overflowsToo) = product.addingReportingOverflow(low.high + (carries ? 1 : 0))
    guard !overflows, !overflowsToo else { return nil }
    return UInt256(high: highSum, low: lowSum)
  }
}
