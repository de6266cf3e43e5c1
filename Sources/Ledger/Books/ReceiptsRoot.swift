package import Chain
package import Codec
package import Cryptography

/// Under which root the receipts of a block stand, kept so that events can be proved for a while.
package struct ReceiptsRoot: Hashable, Sendable {
  package let height: Height
  package let root: Digest

  init(height: Height, root: Digest) {
    self.height = height
    self.root = root
  }
}

extension ReceiptsRoot: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(height)
    writer.write(root)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    height = try Height(from: &reader, in: bytes)
    root = try Digest(from: &reader, in: bytes)
  }
}
