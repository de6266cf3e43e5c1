import Codec

/// How many records an account ever made, and ever had.
struct FileCounts: Hashable {
  var recorded: UInt64 = 0
  var owned: UInt64 = 0
}

extension FileCounts: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(recorded)
    writer.write(owned)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    recorded = try reader.read(in: bytes)
    owned = try reader.read(in: bytes)
  }
}
