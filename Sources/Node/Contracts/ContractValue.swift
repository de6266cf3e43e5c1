import Chain
import Codec

/// A value of the contract interface whose type is known only while the program runs.
enum ContractValue: Equatable {
  case number(UInt256)
  case address(Address)
  case boolean(Bool)
  /// Fills a word from its front.
  case fixedBytes([UInt8])
  case bytes([UInt8])
  case text(String)
  case list([ContractValue], of: ABIType)
  case record([ContractValue], [ABIType])
}

// MARK: Bytes

extension ContractValue {
  /// The arguments of a call, one after the other.
  static func encode(_ values: [ContractValue], as types: [ABIType]) -> [UInt8] {
    var encoder = ABIEncoder()
    encoder.encodeSequence(headSizeBytes: types.headSizeBytes) { encoder in
      for value in values { value.encode(into: &encoder) }
    }
    return encoder.bytes
  }

  /// Reads the results of a call.
  static func decode(_ bytes: [UInt8], as types: [ABIType]) throws(ABIError) -> [ContractValue] {
    try ABIDecoder.decode(bytes.span, headSizeBytes: types.headSizeBytes) {
      (decoder, bytes) throws(ABIError) in
      try members(types, from: &decoder, in: bytes)
    }
  }

  private func encode(into encoder: inout ABIEncoder) {
    switch self {
    case .number(let number): encoder.encodeWord(number)
    case .address(let address): encoder.encodeWord(rightAligned: address.bytes.storage.span)
    case .boolean(let value): encoder.encodeWord(UInt256(value ? 1 as UInt64 : 0))
    case .fixedBytes(let bytes): encoder.encodeWord(leftAligned: bytes.span)
    case .bytes(let bytes): ABIBytes(bytes).encode(into: &encoder)
    case .text(let text): text.encode(into: &encoder)
    case .list(let elements, let type):
      encoder.encodeOffset()
      encoder.appendLength(elements.count)
      encoder.encodeSequence(headSizeBytes: elements.count * type.headSizeBytes) { encoder in
        for element in elements { element.encode(into: &encoder) }
      }
    case .record(let members, let types):
      guard ABIType.tuple(types).isDynamic else {
        for member in members { member.encode(into: &encoder) }
        return
      }
      encoder.encodeOffset()
      encoder.encodeSequence(headSizeBytes: types.headSizeBytes) { encoder in
        for member in members { member.encode(into: &encoder) }
      }
    }
  }

  private static func members(
    _ types: [ABIType], from decoder: inout ABIDecoder, in bytes: Span<UInt8>
  ) throws(ABIError) -> [ContractValue] {
    var members: [ContractValue] = []
    for type in types { members.append(try ContractValue(type, from: &decoder, in: bytes)) }
    return members
  }

  private init(
    _ type: ABIType, from decoder: inout ABIDecoder, in bytes: Span<UInt8>
  ) throws(ABIError) {
    switch type {
    case .uint(let bits):
      let number = decoder.decodeWord(in: bytes)
      guard number.fits(bits: bits) else { throw .overflow(bits: bits) }
      self = .number(number)
    case .address:
      let word = bytes.extracting(decoder.takeWord())
      for index in 0..<12 where word[index] != 0 { throw .dirtyPadding }
      self = .address(Address(FixedBytes(copying: word.extracting(12..<32))))
    case .bool:
      let number = decoder.decodeWord(in: bytes)
      guard number <= UInt256(1 as UInt64) else { throw .notBool }
      self = .boolean(number != .zero)
    case .fixedBytes(let count):
      let word = bytes.extracting(decoder.takeWord())
      for index in count..<32 where word[index] != 0 { throw .dirtyPadding }
      self = .fixedBytes([UInt8](copying: word.extracting(0..<count)))
    case .bytes: self = .bytes(try ABIBytes(from: &decoder, in: bytes).bytes)
    case .string: self = .text(try String(from: &decoder, in: bytes))
    case .array(let element):
      try decoder.decodeOffset(in: bytes)
      let size = element.headSizeBytes
      let count = try decoder.decodeLength(elementSizeBytes: size, in: bytes)
      let elements = try decoder.decodeSequence(headSizeBytes: count * size, in: bytes) {
        (decoder, bytes) throws(ABIError) in
        try Self.members(Array(repeating: element, count: count), from: &decoder, in: bytes)
      }
      self = .list(elements, of: element)
    case .tuple(let types):
      guard type.isDynamic else {
        self = .record(try Self.members(types, from: &decoder, in: bytes), types)
        return
      }
      try decoder.decodeOffset(in: bytes)
      let members = try decoder.decodeSequence(headSizeBytes: types.headSizeBytes, in: bytes) {
        (decoder, bytes) throws(ABIError) in
        try Self.members(types, from: &decoder, in: bytes)
      }
      self = .record(members, types)
    }
  }
}

extension [ABIType] {
  /// How many bytes the heads of values of these types take.
  fileprivate var headSizeBytes: Int { reduce(0) { $0 + $1.headSizeBytes } }
}

extension UInt256 {
  func fits(bits: Int) -> Bool {
    bits >= 256
      || (bits >= 128 ? high >> UInt128(bits - 128) == 0 : high == 0)
        && (bits >= 128 || low >> UInt128(bits) == 0)
  }
}
