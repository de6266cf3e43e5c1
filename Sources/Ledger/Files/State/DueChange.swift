import Codec

/// By how many noz what is due for storage differs from that of the epoch before.
///
/// All dues together are at most `Economy.nozMax`, so no sum of changes leaves the range.
struct DueChange: Hashable {
  var noz: Int128
}

extension DueChange: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(UInt128(bitPattern: noz))
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    noz = Int128(bitPattern: try reader.read(UInt128.self, in: bytes))
  }
}
