import Chain
import Codec
import Cryptography

/// That a page was counted, and as what.
struct PageMark: Hashable {
  /// The epoch that counted it.
  let epoch: Epoch
  /// The hash of its vouchers, as meta nodes signed it.
  let vouchersHash: Digest
}

extension PageMark: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(vouchersHash)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    vouchersHash = try Digest(from: &reader, in: bytes)
  }
}
