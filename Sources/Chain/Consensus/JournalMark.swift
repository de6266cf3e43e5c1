package import Codec
package import Cryptography

/// Which signing journal belongs to a database, and how far it was synced at a commit.
///
/// A journal that ends before this number, or is another one, is not to be trusted.
package struct JournalMark: Hashable, Sendable {
  package let identity: Digest
  package let sequence: UInt64

  package init(identity: Digest, sequence: UInt64) {
    self.identity = identity
    self.sequence = sequence
  }
}

extension JournalMark: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(identity)
    writer.write(sequence)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    identity = try Digest(from: &reader, in: bytes)
    sequence = try reader.read(in: bytes)
  }
}
