/// A byte string of any length, the interface's `bytes`.
///
/// A type of its own, because an array of `UInt8` is the different type `uint8[]`.
package struct ABIBytes: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}

extension ABIBytes: ABIValue {
  package static var abiType: ABIType { .bytes }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeOffset()
    encoder.appendLength(bytes.count)
    encoder.appendPadded(bytes.span)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    try decoder.decodeOffset(in: bytes)
    self.init([UInt8](copying: bytes.extracting(try decoder.decodePadded(in: bytes))))
  }
}

extension String: ABIValue {
  package static var abiType: ABIType { .string }

  package func encode(into encoder: inout ABIEncoder) {
    ABIBytes(Array(utf8)).encode(into: &encoder)
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    let raw = try ABIBytes(from: &decoder, in: bytes)
    // `abiType` of the bytes differs, but offset, length and padding are the same.
    guard let text = String(validating: raw.bytes, as: UTF8.self) else { throw .notUTF8 }
    self = text
  }
}

extension Array: ABIValue where Element: ABIValue {
  package static var abiType: ABIType { .array(of: Element.abiType) }
  package static var abiMembers: [ABIField] { Element.abiMembers }
  package static var abiTupleName: String { Element.abiTupleName }

  package func encode(into encoder: inout ABIEncoder) {
    encoder.encodeOffset()
    encoder.appendLength(count)
    encoder.encodeSequence(headSizeBytes: count * Element.abiType.headSizeBytes) { encoder in
      for element in self { element.encode(into: &encoder) }
    }
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    try decoder.decodeOffset(in: bytes)
    let headSizeBytes = Element.abiType.headSizeBytes
    let count = try decoder.decodeLength(elementSizeBytes: headSizeBytes, in: bytes)
    self = try decoder.decodeSequence(headSizeBytes: count * headSizeBytes, in: bytes) {
      (decoder, bytes) throws(ABIError) in
      var elements: [Element] = []
      elements.reserveCapacity(count)
      for _ in 0..<count { elements.append(try Element(from: &decoder, in: bytes)) }
      return elements
    }
  }
}

/// A value made of several, the interface's `tuple`.
package protocol ABITuple: ABIValue {
  /// The types of the members in order.
  static var memberTypes: [ABIType] { get }

  /// Whether a value stands behind the head, which then holds only its offset.
  static var isDynamic: Bool { get }

  /// How many bytes the heads of the members take.
  static var membersSizeBytes: Int { get }

  /// Writes the members in order.
  func encodeMembers(into encoder: inout ABIEncoder)

  /// Reads the members in order.
  init(
    membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>
  ) throws(ABIError)
}

extension ABITuple {
  package static var abiType: ABIType { .tuple(memberTypes) }
  package static var isDynamic: Bool { abiType.isDynamic }
  package static var membersSizeBytes: Int { memberTypes.reduce(0) { $0 + $1.headSizeBytes } }

  package func encode(into encoder: inout ABIEncoder) {
    guard Self.isDynamic else {
      encodeMembers(into: &encoder)
      return
    }
    encoder.encodeOffset()
    encoder.encodeSequence(headSizeBytes: Self.membersSizeBytes) { encoder in
      encodeMembers(into: &encoder)
    }
  }

  package init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    guard Self.isDynamic else {
      try self.init(membersFrom: &decoder, in: bytes)
      return
    }
    try decoder.decodeOffset(in: bytes)
    self = try decoder.decodeSequence(headSizeBytes: Self.membersSizeBytes, in: bytes) {
      (decoder, bytes) throws(ABIError) in
      try Self(membersFrom: &decoder, in: bytes)
    }
  }
}
