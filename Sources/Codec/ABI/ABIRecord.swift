/// A struct whose stored properties are values of the contract interface, in order.
///
/// Arguments of a method, several results, an event and a tuple are all described in this one way.
package protocol ABIRecord: ABITuple {
  static var fields: ABIFields<Self> { get }
}

extension ABIRecord {
  package static var memberTypes: [ABIType] { fields.list.map(\.type) }
  package static var abiMembers: [ABIField] { fields.list }
  package static var abiTupleName: String { "\(Self.self)" }

  package static func outputFields(named name: String) -> [ABIField] { fields.list }

  package func encodeMembers(into encoder: inout ABIEncoder) {
    Self.fields.encodeMembers(of: self, where: { _ in true }, into: &encoder)
  }

  package init(membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    self = try Self.fields.decodeMembers(from: &decoder, in: bytes)
  }

  /// The members that are selected, one after the other as the arguments of a call stand.
  package func encodedMembers(where select: (ABIField) -> Bool = { _ in true }) -> [UInt8] {
    let headSizeBytes = Self.fields.list.filter(select).reduce(0) { $0 + $1.type.headSizeBytes }
    var encoder = ABIEncoder()
    encoder.encodeSequence(headSizeBytes: headSizeBytes) { encoder in
      Self.fields.encodeMembers(of: self, where: select, into: &encoder)
    }
    return encoder.bytes
  }

  /// The members one after the other, not as one tuple.
  package var encodedOutput: [UInt8] { encodedMembers() }

  /// Reads members that make up the bytes and nothing else.
  package init(decodingMembers bytes: Span<UInt8>) throws(ABIError) {
    let headSizeBytes = Self.fields.list.reduce(0) { $0 + $1.type.headSizeBytes }
    self = try ABIDecoder.decode(bytes, headSizeBytes: headSizeBytes) {
      (decoder, bytes) throws(ABIError) in
      try Self(membersFrom: &decoder, in: bytes)
    }
  }
}
