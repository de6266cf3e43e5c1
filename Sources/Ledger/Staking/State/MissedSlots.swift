import Chain
import Codec

/// How many slots each member of an epoch's set has missed, in the order of the set.
struct MissedSlots: Hashable {
  var counts: [UInt64]
}

extension MissedSlots: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.writeCount(counts.count)
    for count in counts { writer.write(count) }
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    counts = []
    for _ in 0..<(try reader.readCount(atMost: ProtocolLimits.validatorsMax, in: bytes)) {
      counts.append(try reader.read(in: bytes))
    }
  }
}
