import Chain
import Codec

/// What a wei of effective deposit has earned for storage since the beginning, times 2⁶⁴.
struct StorageIndex: Hashable {
  var value = UInt256.zero
  /// The effective deposits of active resource nodes, which share what storing earns.
  var deposits = Wei.zero
  /// What was earned by storing and has not been withdrawn.
  var unclaimed = Wei.zero
}

extension StorageIndex {
  /// What so much effective deposit has earned since the index had another value, rounded down.
  func earnings(of deposit: Wei, since old: UInt256) -> Wei {
    let growth = value.subtractingReportingOverflow(old).partialValue
    // What all deposits together have earned since is this many wei, far fewer than 2¹⁹².
    let product = growth &* deposit.units
    return Wei(product.high << 64 | product.low >> 64)
  }

  /// Shares out what an epoch paid for storage; there are deposits to share it.
  mutating func grow(by pool: Wei) {
    guard pool > .zero else { return }
    let growth = UInt256(pool.units, times: 1 << 64)
      .quotientAndRemainder(dividingBy: deposits.units).quotient
    value = value &+ growth
    unclaimed = Wei(unclaimed.units + pool.units)
  }
}

extension StorageIndex: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(value)
    writer.write(deposits)
    writer.write(unclaimed)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    value = try UInt256(from: &reader, in: bytes)
    deposits = try Wei(from: &reader, in: bytes)
    unclaimed = try Wei(from: &reader, in: bytes)
  }
}
