import Chain
import Codec
import Cryptography

/// Stake on its way back to a delegator.
struct Unbonding: Hashable {
  let delegator: Address
  /// The validators it left, the last one first; there is a second if it was redelegated before.
  let departures: [Departure]
  /// The epoch in which it is paid out.
  let maturity: Epoch
  /// Before the slashes that are still to be paid.
  var amount: Wei

  /// What entries agree on that merge.
  var mergeKey: Digest {
    var writer = ByteWriter(reserving: 128)
    writer.write(delegator)
    writer.writeList(departures)
    writer.write(maturity)
    return Keccak256.hash(writer.bytes.span)
  }
}

extension Unbonding: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(delegator)
    writer.writeList(departures)
    writer.write(maturity)
    writer.write(amount)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    delegator = try Address(from: &reader, in: bytes)
    departures = try reader.readList(atMost: 2, in: bytes)
    maturity = try Epoch(from: &reader, in: bytes)
    amount = try Wei(from: &reader, in: bytes)
  }
}
