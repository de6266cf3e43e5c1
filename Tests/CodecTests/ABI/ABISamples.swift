import Codec

/// A tuple whose members stand in the head: `(uint64,bool)`.
struct Berth: ABITuple, Equatable {
  var number: UInt64
  var isFree: Bool

  static var memberTypes: [ABIType] { [UInt64.abiType, Bool.abiType] }

  init(number: UInt64, isFree: Bool) {
    self.number = number
    self.isFree = isFree
  }

  func encodeMembers(into encoder: inout ABIEncoder) {
    number.encode(into: &encoder)
    isFree.encode(into: &encoder)
  }

  init(membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    number = try UInt64(from: &decoder, in: bytes)
    isFree = try Bool(from: &decoder, in: bytes)
  }
}

/// A tuple with a tail of its own: `(string,uint32)`.
struct Cargo: ABITuple, Equatable {
  var label: String
  var mass: UInt32

  static var memberTypes: [ABIType] { [String.abiType, UInt32.abiType] }

  init(label: String, mass: UInt32) {
    self.label = label
    self.mass = mass
  }

  func encodeMembers(into encoder: inout ABIEncoder) {
    label.encode(into: &encoder)
    mass.encode(into: &encoder)
  }

  init(membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    label = try String(from: &decoder, in: bytes)
    mass = try UInt32(from: &decoder, in: bytes)
  }
}

/// Decodes an array, of which a test may make one in the middle of an expectation.
func decode<each Value: ABIValue>(
  _ bytes: [UInt8], as types: repeat (each Value).Type
) throws(ABIError) -> (repeat each Value) {
  try ABI.decode(bytes.span, as: repeat each types)
}

/// Words in hexadecimal, each filled up to 32 bytes: numbers on the left, text on the right.
func words(_ digits: [String]) throws -> [UInt8] {
  try digits.flatMap { word throws -> [UInt8] in
    let zeros = String(repeating: "0", count: 64 - word.count + (word.hasPrefix("<") ? 1 : 0))
    return try Hex.decode(word.hasPrefix("<") ? word.dropFirst() + zeros : zeros + word)
  }
}
