package import Chain
package import Codec

/// Final blocks of one epoch in a row, and a certificate that makes the last of them final.
package struct BlockRange: Sendable {
  package let blocks: [Block]
  package let certificate: Certificate

  package init(blocks: [Block], certificate: Certificate) {
    self.blocks = blocks
    self.certificate = certificate
  }
}

extension BlockRange: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeList(blocks)
    writer.write(certificate)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let count = try reader.readCount(atMost: ProtocolLimits.rangeBlocksMax, in: bytes)
    var blocks: [Block] = []
    let start = reader.remaining(in: bytes)
    for _ in 0..<count {
      blocks.append(try Block(from: &reader, in: bytes))
      let sizeBytes = start - reader.remaining(in: bytes)
      guard sizeBytes <= ProtocolLimits.rangeSizeBytesMax else {
        throw .tooLong(count: sizeBytes, limit: ProtocolLimits.rangeSizeBytesMax)
      }
    }
    for (earlier, later) in zip(blocks, blocks.dropFirst()) {
      guard later.header.parentHash == earlier.header.hash else {
        throw .forbidden("the blocks of a range follow each other")
      }
    }
    certificate = try Certificate(from: &reader, in: bytes)
    guard let last = blocks.last, certificate.statement.finalizedBlock == last.header.hash else {
      throw .forbidden("the certificate of a range makes its last block final")
    }
    self.blocks = blocks
  }
}
