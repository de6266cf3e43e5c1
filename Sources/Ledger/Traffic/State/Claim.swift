import Chain
import Codec

/// What an epoch counted of a node or a file, which is what it can claim of the epoch's pools.
///
/// The claims of one subject that were not paid yet are a list, from the oldest to the newest.
/// A meta node's claim counts nothing: seats share equally.
struct Claim: Hashable {
  var noz = Noz.zero
  /// The part whose file was live when it was counted.
  var contentNoz = Noz.zero
  /// The epoch of the next claim in the list.
  var next: Epoch?
  /// Whether it was paid; it stays to be explained until its time is over.
  var isPaid = false
}

extension Claim: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(noz.units)
    writer.write(contentNoz.units)
    // Epochs are counted from 1.
    writer.write(next?.units ?? 0)
    writer.write(isPaid ? 1 as UInt8 : 0)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    noz = Noz(try reader.readUInt128(in: bytes))
    contentNoz = Noz(try reader.readUInt128(in: bytes))
    let next = try Epoch(from: &reader, in: bytes)
    self.next = next == .zero ? nil : next
    isPaid = try reader.readUInt8(in: bytes) == 1
  }
}

/// The two ends of a list of claims.
struct ClaimEnds: Hashable {
  var first: Epoch
  var last: Epoch
}

extension ClaimEnds: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(first.units)
    writer.write(last.units)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    first = try Epoch(from: &reader, in: bytes)
    last = try Epoch(from: &reader, in: bytes)
  }
}
