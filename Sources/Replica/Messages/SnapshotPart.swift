import Chain
package import Codec

/// A part of a snapshot, in the bytes in which it is stored; whoever keeps snapshots reads them.
package struct SnapshotPart: Hashable, Sendable {
  package let request: SnapshotRequest
  package let bytes: [UInt8]

  package init(answering request: SnapshotRequest, bytes: [UInt8]) {
    self.request = request
    self.bytes = bytes
  }

  /// What answers a request when this much was found.
  ///
  /// Whoever looks for a snapshot is told that there is none, so that nobody waits, and whoever
  /// wants a chunk hears nothing.
  package init?(answering request: SnapshotRequest, found bytes: [UInt8]?) {
    guard let bytes = bytes ?? (request == .manifest ? [] : nil) else { return nil }
    self.init(answering: request, bytes: bytes)
  }
}

extension SnapshotPart: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(request)
    writer.writeBytes(bytes.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    request = try SnapshotRequest(from: &reader, in: bytes)
    let range = try reader.readBytes(
      atMost: ProtocolLimits.snapshotPartSizeBytesMax, in: bytes)
    self.bytes = [UInt8](copying: bytes.extracting(range))
  }
}
