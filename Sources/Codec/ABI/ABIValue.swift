/// A Swift value that stands for a type of the contract interface.
package protocol ABIValue: Sendable {
  static var abiType: ABIType { get }

  func encode(into encoder: inout ABIEncoder)

  init(from decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError)
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
