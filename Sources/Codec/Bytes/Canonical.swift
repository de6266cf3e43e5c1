/// A value with exactly one byte form, the form that is hashed, stored and sent.
///
/// Integers are fixed-width little-endian; counts and byte lengths are 32 bits; there are no
/// optional parts. Decoding rejects every byte string that encoding would not produce.
package protocol Canonical {
  func encode(into writer: inout ByteWriter)

  /// Reads one value at the reader's position and leaves the reader behind it.
  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError)
}

extension Canonical {
  /// The value's byte form.
  package var canonicalBytes: [UInt8] {
    // Most records are small, and would otherwise be moved whenever they outgrow their place.
    var writer = ByteWriter(reserving: 48)
    encode(into: &writer)
    return writer.bytes
  }

  /// Decodes bytes that hold this value and nothing else.
  package init(canonicalBytes bytes: Span<UInt8>) throws(ByteError) {
    var reader = ByteReader()
    try self.init(from: &reader, in: bytes)
    try reader.finish(in: bytes)
  }
}
