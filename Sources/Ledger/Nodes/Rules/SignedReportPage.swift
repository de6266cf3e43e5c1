import Chain
import Codec
import Cryptography

/// A page as one meta node signed it: 108 bytes.
///
/// ```
/// | epoch u64 | page u32 | hash of the vouchers 32 | signature r, vs 64 |
/// ```
struct SignedReportPage {
  let page: ReportPage
  let signature: Signature
}

extension SignedReportPage: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(page.epoch)
    writer.write(page.page)
    writer.write(page.vouchersHash)
    writer.write(signature)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    page = ReportPage(
      epoch: try Epoch(from: &reader, in: bytes), page: try reader.read(in: bytes),
      vouchersHash: try Digest(from: &reader, in: bytes))
    signature = try Signature(from: &reader, in: bytes)
  }
}
