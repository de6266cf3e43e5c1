package import Chain
package import Codec
package import Cryptography

/// How far a node says it is; told each second, and believed only as a hint whom to ask.
package struct PeerStatus: Hashable, Sendable {
  package let epoch: Epoch
  package let view: View
  /// Its last final block.
  package let height: Height
  package let block: Digest
  /// The oldest block whose body it still has.
  package let oldestHeight: Height

  package init(epoch: Epoch, view: View, height: Height, block: Digest, oldestHeight: Height) {
    self.epoch = epoch
    self.view = view
    self.height = height
    self.block = block
    self.oldestHeight = oldestHeight
  }
}

extension PeerStatus: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(view)
    writer.write(height)
    writer.write(block)
    writer.write(oldestHeight)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    view = try View(from: &reader, in: bytes)
    height = try Height(from: &reader, in: bytes)
    block = try Digest(from: &reader, in: bytes)
    oldestHeight = try Height(from: &reader, in: bytes)
  }
}
