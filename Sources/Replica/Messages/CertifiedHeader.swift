package import Chain
package import Codec
import Consensus

/// A certificate over a block, with the block's header.
package struct CertifiedHeader: Sendable {
  package let certificate: Certificate
  package let header: Header

  package init(certificate: Certificate, header: Header) {
    self.certificate = certificate
    self.header = header
  }
}

extension CertifiedHeader: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(certificate)
    writer.write(header)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    certificate = try Certificate(from: &reader, in: bytes)
    header = try Header(from: &reader, in: bytes)
    guard certificate.statement.candidate?.block == header.hash else {
      throw .forbidden("a certificate is over the block whose header comes with it")
    }
  }
}
