/// A struct whose stored properties are values of the contract interface, in order.
///
/// Arguments of a method, several results, an event and a tuple are all described in this one way.
package protocol ABIRecord: ABITuple {
  static var fields: ABIFields<Self> { get }
}

extension ABIRecord {
  package static var memberTypes: [ABIType] { fields.list.map(\.type) }
  package static var isDynamic: Bool { fields.isDynamic }
  package static var membersSizeBytes: Int { fields.headSizeBytes() }
  package static var abiMembers: [ABIField] { fields.list }
  package static var abiTupleName: String { "\(Self.self)" }

  package static func outputFields(named name: String) -> [ABIField] { fields.list }

  package func encodeMembers(into encoder: inout ABIEncoder) {
    Self.fields.encodeMembers(of: self, .all, into: &encoder)
  }

  package init(membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    self = try Self.fields.decodeMembers(from: &decoder, in: bytes)
  }

  /// A part of the members, one after the other as the arguments of a call stand.
  package func encodedMembers(_ part: ABIPart = .all) -> [UInt8] {
    let fields = Self.fields
    let headSizeBytes = fields.headSizeBytes(of: part)
    var encoder = ABIEncoder(reserving: headSizeBytes)
    encoder.encodeSequence(headSizeBytes: headSizeBytes) { encoder in
      fields.encodeMembers(of: self, part, into: &encoder)
    }
    return encoder.bytes
  }

  /// The members one after the other, not as one tuple.
  package var encodedOutput: [UInt8] { encodedMembers() }

  /// Reads members that make up the bytes and nothing else.
  package init(decodingMembers bytes: Span<UInt8>) throws(ABIError) {
    self = try ABIDecoder.decode(bytes, headSizeBytes: Self.membersSizeBytes) {
      (decoder, bytes) throws(ABIError) in
      try Self(membersFrom: &decoder, in: bytes)
    }
  }
}
