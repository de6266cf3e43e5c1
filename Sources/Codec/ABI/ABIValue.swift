/// A Swift value that stands for a type of the contract interface.
package protocol ABIValue: Sendable {
  static var abiType: ABIType { get }

  /// What a tuple, or each tuple of a list, is made of; other types have no members.
  static var abiMembers: [ABIField] { get }

  /// What that tuple is called, as clients that declare types of their own would call it.
  static var abiTupleName: String { get }

  /// How a method that returns the value describes its results: one of the given name, unless the
  /// value is a record, whose members are as many results.
  static func outputFields(named name: String) -> [ABIField]

  /// The results of a method that returns this value.
  var encodedOutput: [UInt8] { get }

  func encode(into encoder: inout ABIEncoder)

  init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError)
}

extension ABIValue {
  package static var abiMembers: [ABIField] { [] }
  package static var abiTupleName: String { "" }
  package var encodedOutput: [UInt8] { ABI.encode(self) }

  package static func outputFields(named name: String) -> [ABIField] {
    [ABIField(name, of: Self.self)]
  }
}

/// The ABI form of argument lists.
package enum ABI {
  /// Encodes values one after the other, as the arguments of a call stand.
  package static func encode<each Value: ABIValue>(_ values: repeat each Value) -> [UInt8] {
    var encoder = ABIEncoder()
    var headSizeBytes = 0
    for type in repeat (each Value).self { headSizeBytes += type.abiType.headSizeBytes }
    encoder.encodeSequence(headSizeBytes: headSizeBytes) { encoder in
      for value in repeat each values { value.encode(into: &encoder) }
    }
    return encoder.bytes
  }

  /// Decodes values of the given types that make up the bytes and nothing else.
  package static func decode<each Value: ABIValue>(
    _ bytes: Span<UInt8>, as types: repeat (each Value).Type
  ) throws(ABIError) -> (repeat each Value) {
    var headSizeBytes = 0
    for type in repeat (each Value).self { headSizeBytes += type.abiType.headSizeBytes }
    return try ABIDecoder.decode(bytes, headSizeBytes: headSizeBytes) {
      (decoder, bytes) throws(ABIError) in
      (repeat try (each Value)(from: &decoder, in: bytes))
    }
  }
}
