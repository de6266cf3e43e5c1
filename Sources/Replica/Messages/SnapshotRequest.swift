package import Codec
package import Cryptography

/// What a node that is far behind asks for.
package enum SnapshotRequest: Hashable, Sendable {
  /// What the newest snapshot is of.
  case manifest
  /// A part of the snapshot after a closing block.
  case chunk(of: Digest, number: UInt32)
}

extension SnapshotRequest: Canonical {
  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .manifest: writer.write(1 as UInt8)
    case .chunk(let closing, let number):
      writer.write(2 as UInt8)
      writer.write(closing)
      writer.write(number)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 1: self = .manifest
    case 2:
      let closing = try Digest(from: &reader, in: bytes)
      self = .chunk(of: closing, number: try reader.read(in: bytes))
    default: throw .unknown(type: "request for a snapshot", code: UInt64(code))
    }
  }
}
