import Chain
import Codec

/// That stake left a validator: for offences up to then it still pays, also elsewhere.
struct Departure: Hashable {
  let validator: Address
  let epoch: Epoch
  /// How many slashes of the validator the stake had paid when it left.
  let slashCount: UInt64
}

extension Departure: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(validator)
    writer.write(epoch)
    writer.write(slashCount)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    validator = try Address(from: &reader, in: bytes)
    epoch = try Epoch(from: &reader, in: bytes)
    slashCount = try reader.read(in: bytes)
  }
}
