import Chain
import Codec

/// What an epoch has counted before its close.
struct Tally: Hashable {
  var noz = Noz.zero
  /// The part whose file was live when it was counted.
  var contentNoz = Noz.zero
}

extension Tally: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(noz)
    writer.write(contentNoz)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    noz = try Noz(from: &reader, in: bytes)
    contentNoz = try Noz(from: &reader, in: bytes)
  }
}
