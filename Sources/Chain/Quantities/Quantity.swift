package import Codec

/// A number with a meaning.
///
/// Quantities of different meaning neither mix nor compare.
///
/// There is no arithmetic here: each kind of quantity adds the operations that make sense for it.
package protocol Quantity: Canonical, Comparable, Hashable, Sendable, CustomStringConvertible {
  associatedtype Units: FixedWidthInteger & UnsignedInteger & Sendable

  var units: Units { get }

  init(_ units: Units)
}

extension Quantity {
  package static var zero: Self { Self(0) }

  package static func < (left: Self, right: Self) -> Bool { left.units < right.units }

  package var description: String { String(units) }

  package func encode(into writer: inout ByteWriter) {
    writer.write(units)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    self.init(try reader.read(in: bytes))
  }
}

// Records are full of quantities, and generic numbers are read and written many times as slowly as
// those of a known width.

extension Quantity where Units == UInt64 {
  package func encode(into writer: inout ByteWriter) {
    writer.write(units)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    self.init(try reader.readUInt64(in: bytes))
  }
}

extension Quantity where Units == UInt128 {
  package func encode(into writer: inout ByteWriter) {
    writer.write(units)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    self.init(try reader.readUInt128(in: bytes))
  }
}
