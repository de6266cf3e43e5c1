package import Chain
package import Codec
package import Cryptography

/// How the body of a proposal travels with it.
package enum BodyOffer: Hashable, Sendable {
  case whole(Body)
  /// The hashes of its transactions, all of which were sent before.
  case hashes([Digest])
  /// Not at all: the block was proposed before.
  case known
}

extension BodyOffer: Canonical {
  package func encode(into writer: inout ByteWriter) {
    switch self {
    case .whole(let body):
      writer.write(1 as UInt8)
      writer.write(body)
    case .hashes(let hashes):
      writer.write(2 as UInt8)
      writer.writeList(hashes)
    case .known:
      writer.write(3 as UInt8)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    switch code {
    case 1: self = .whole(try Body(from: &reader, in: bytes))
    case 2:
      self = .hashes(
        try reader.readList(atMost: ProtocolLimits.bodyTransactionsMax, in: bytes))
    case 3: self = .known
    default: throw .unknown(type: "way of sending a body", code: UInt64(code))
    }
  }
}
