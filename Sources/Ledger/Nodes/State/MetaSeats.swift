import Chain
import Codec

/// The meta nodes that have seats.
struct MetaSeats: Hashable {
  /// In ascending order.
  private(set) var members: [Address] = []

  /// How many of them decide: ⌊2n / 3⌋ + 1.
  var quorum: Int { 2 * members.count / 3 + 1 }

  mutating func seat(_ node: Address) {
    members.append(node)
    members.sort()
  }

  mutating func unseat(_ node: Address) {
    members.removeAll { $0 == node }
  }
}

extension MetaSeats: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.writeList(members)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    members = try reader.readList(atMost: ProtocolLimits.metaSeatsMax, in: bytes)
  }
}
