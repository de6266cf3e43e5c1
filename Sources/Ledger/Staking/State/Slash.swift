import Chain
import Codec

/// What a validator lost for an offence: recorded once, for those whose stake has left since.
struct Slash: Hashable {
  /// For contradicting itself: 5 %.
  static let equivocation: UInt32 = 50_000
  /// For missing all its slots: 0.02 %.
  static let missedSlots: UInt32 = 200

  /// When the offence was committed, not when it was proven.
  let epoch: Epoch
  let partsPerMillion: UInt32

  /// What is left of an amount of wei or shares.
  func remainder(of amount: UInt128) -> UInt128 {
    let part = UInt256(amount, times: UInt128(partsPerMillion))
      .quotientAndRemainder(dividingBy: 1_000_000)
    return amount - part.quotient.low
  }
}

extension Slash: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(partsPerMillion)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    partsPerMillion = try reader.read(in: bytes)
    guard partsPerMillion <= 1_000_000 else { throw .forbidden("a slash takes at most everything") }
  }
}
