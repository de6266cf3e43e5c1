package import Chain
package import Codec

/// How an epoch ended: its closing block, what made that final, and who serves the epoch behind it.
package struct EpochEnd: Sendable {
  package let closing: Header
  package let certificate: Certificate
  package let nextSet: ValidatorSet

  package init(closing: Header, certificate: Certificate, nextSet: ValidatorSet) {
    self.closing = closing
    self.certificate = certificate
    self.nextSet = nextSet
  }
}

extension EpochEnd: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(closing)
    writer.write(certificate)
    writer.write(nextSet)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    closing = try Header(from: &reader, in: bytes)
    certificate = try Certificate(from: &reader, in: bytes)
    nextSet = try ValidatorSet(from: &reader, in: bytes)
  }
}
