package import Codec
package import Cryptography

/// Which chain a statement is made on.
///
/// Two networks differ in at least one of the two.
package struct Network: Hashable, Sendable {
  package let chainID: ChainID
  package let genesisHash: Digest

  package init(chainID: ChainID, genesisHash: Digest) {
    self.chainID = chainID
    self.genesisHash = genesisHash
  }
}

extension Network: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(chainID)
    writer.write(genesisHash)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    chainID = try ChainID(from: &reader, in: bytes)
    genesisHash = try Digest(from: &reader, in: bytes)
  }
}
