import Chain
import Codec

/// What a node was fined in the last epoch in which it was fined at all.
struct NodePenalties: Hashable {
  /// How much of a deposit all penalties of an epoch together take at most.
  static let basisPointsMax: UInt128 = 500

  private(set) var epoch = Epoch.zero
  /// The deposit before the first of them.
  private(set) var base = Wei.zero
  private(set) var taken = Wei.zero

  /// Takes as much of a fine as the epoch's limit allows, and returns that.
  mutating func take(_ fine: Wei, of deposit: Wei, in epoch: Epoch) -> Wei {
    guard fine > .zero else { return .zero }
    if self.epoch != epoch { self = Self(epoch: epoch, base: deposit, taken: .zero) }
    // A deposit is within the supply, so nothing here comes near 2¹²⁸.
    let limit = base.units * Self.basisPointsMax / 10_000
    let part = Wei(min(fine.units, limit - min(limit, taken.units), deposit.units))
    taken = Wei(taken.units + part.units)
    return part
  }
}

extension NodePenalties: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(base)
    writer.write(taken)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    base = try Wei(from: &reader, in: bytes)
    taken = try Wei(from: &reader, in: bytes)
  }
}
