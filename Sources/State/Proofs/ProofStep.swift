package import Codec
package import Cryptography

/// A branch on the way from the root to a bucket: its bit, and the subtree on the other side.
package struct ProofStep: Hashable, Sendable {
  package let bit: UInt16
  package let sibling: Digest

  package init(bit: UInt16, sibling: Digest) {
    self.bit = bit
    self.sibling = sibling
  }
}

extension ProofStep: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(bit)
    writer.write(sibling)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    bit = try reader.read(in: bytes)
    guard Int(bit) < StateLimits.depthMax else {
      throw .tooLong(count: Int(bit), limit: StateLimits.depthMax - 1)
    }
    sibling = try Digest(from: &reader, in: bytes)
  }
}
