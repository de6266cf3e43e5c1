package import Chain
package import Codec
package import Cryptography

/// How far a database has come: the last block in it, and the state after that block.
package struct Progress: Hashable, Sendable {
  package let height: Height
  package let epoch: Epoch
  package let blockHash: Digest
  /// Whether the block ended its epoch.
  package let isClosing: Bool
  package let stateRoot: Digest

  package init(
    height: Height, epoch: Epoch, blockHash: Digest, isClosing: Bool, stateRoot: Digest
  ) {
    self.height = height
    self.epoch = epoch
    self.blockHash = blockHash
    self.isClosing = isClosing
    self.stateRoot = stateRoot
  }
}

extension Progress: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(height)
    writer.write(epoch)
    writer.write(blockHash)
    writer.write(isClosing ? 1 : 0 as UInt8)
    writer.write(stateRoot)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    height = try Height(from: &reader, in: bytes)
    epoch = try Epoch(from: &reader, in: bytes)
    blockHash = try Digest(from: &reader, in: bytes)
    let closing = try reader.read(UInt8.self, in: bytes)
    guard closing < 2 else { throw .unknown(type: "truth value", code: UInt64(closing)) }
    isClosing = closing == 1
    stateRoot = try Digest(from: &reader, in: bytes)
  }
}
