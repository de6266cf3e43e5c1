package import Codec

/// A place in a sequence: a height, a view, an epoch, an instant.
///
/// Ordinals are at most 2⁶², at a million a second enough for 146,000 years. Decoding refuses more,
/// so that stepping forward can never overflow, whatever a peer sends.
package protocol Ordinal: Quantity where Units == UInt64 {}

extension Ordinal {
  /// No ordinal is larger.
  package static var largest: Self { Self(1 << 62) }

  /// The one that follows.
  package var next: Self { Self(units + 1) }

  /// The one that comes before; the first has none.
  package var previous: Self? { units == 0 ? nil : Self(units - 1) }

  /// How many steps lie between an earlier one and this one; nil when it is not earlier.
  package func distance(from earlier: Self) -> UInt64? {
    earlier <= self ? units - earlier.units : nil
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let units = try reader.readUInt64(in: bytes)
    guard units <= Self.largest.units else {
      throw .forbidden("heights, views, epochs and times are at most 2 to the power of 62")
    }
    self.init(units)
  }
}
