package import Codec
package import Cryptography

/// Under which root the receipts of a block stand, kept so that events can be proved for a while.
package struct ReceiptsRoot: Hashable, Sendable {
  /// The number of the table of the state that holds these records, by height mod `keptCount`.
  package static let tableNumber: UInt8 = 2
  /// How many blocks back a root is kept.
  package static let keptCount: UInt64 = 65_536

  package let height: Height
  package let root: Digest

  package init(height: Height, root: Digest) {
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
