import Chain
import Codec

/// What a consumer may still draw from a prepay contract.
///
/// An allowance that is lowered stays what it was for the traffic up to that epoch: whoever served
/// it relied on it, as on a contract that is closed.
struct Admission: Hashable {
  /// What traffic of an epoch or earlier may still draw, although it was lowered then.
  struct Lowering: Hashable {
    let epoch: Epoch
    fileprivate(set) var left: Noz
  }

  /// One for each epoch that can still be reported, and the current one.
  static let loweringsMax = Int(ChainParameters.reportEpochsMax) + 1

  /// What traffic of an epoch after all lowerings may draw.
  private(set) var left = Noz.zero
  /// The oldest first; each has more left than the next, and the last one more than `left`.
  private(set) var lowerings: [Lowering] = []

  init() {}
}

extension Admission {
  var isEmpty: Bool { left == .zero && lowerings.isEmpty }

  /// What traffic of an epoch may still draw.
  func left(in epoch: Epoch) -> Noz {
    lowerings.first { epoch <= $0.epoch }?.left ?? left
  }

  /// Replaces the allowance: at once where that is more, from the next epoch on where it is less.
  mutating func set(_ noz: Noz, in epoch: Epoch) {
    lowerings.removeAll {
      $0.left <= noz || $0.epoch.units + ChainParameters.reportEpochsMax < epoch.units
    }
    if noz < left, lowerings.last?.epoch != epoch {
      lowerings.append(Lowering(epoch: epoch, left: left))
    }
    left = noz
  }

  /// Counts what was drawn against every allowance, so that none is used twice.
  mutating func draw(_ noz: Noz) {
    left = Noz(left.units - min(left.units, noz.units))
    for index in lowerings.indices {
      lowerings[index].left = Noz(
        lowerings[index].left.units - min(lowerings[index].left.units, noz.units))
    }
    lowerings.removeAll { $0.left <= left }
  }
}

extension Admission.Lowering: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(left)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    left = try Noz(from: &reader, in: bytes)
  }
}

extension Admission: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(left)
    writer.writeList(lowerings)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    left = try Noz(from: &reader, in: bytes)
    lowerings = try reader.readList(atMost: Self.loweringsMax, in: bytes)
  }
}
