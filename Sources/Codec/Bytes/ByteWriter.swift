/// Builds the canonical byte form of values.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init(reserving capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  // The generic one is not specialised for callers in other modules; these are what they mostly
  // want.

  package mutating func write(_ number: UInt8) { bytes.append(number) }
  package mutating func write(_ number: UInt16) { writeLittleEndian(number) }
  package mutating func write(_ number: UInt32) { writeLittleEndian(number) }
  package mutating func write(_ number: UInt64) { writeLittleEndian(number) }
  package mutating func write(_ number: UInt128) {
    writeLittleEndian(UInt64(truncatingIfNeeded: number))
    writeLittleEndian(UInt64(truncatingIfNeeded: number &>> 64))
  }

  package mutating func write<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
    writeLittleEndian(number)
  }

  private mutating func writeLittleEndian<Number: FixedWidthInteger & UnsignedInteger>(
    _ number: Number
  ) {
    bytes.append(addingCapacity: Number.bitWidth / 8) { output in
      for index in 0..<(Number.bitWidth / 8) {
        output.append(
          UInt8(truncatingIfNeeded: number &>> Number(truncatingIfNeeded: index * 8)))
      }
    }
  }

  /// Writes bytes as they are, without a length.
  package mutating func write(_ other: Span<UInt8>) {
    bytes.append(copying: other)
  }

  /// Writes a value in its own form.
  package mutating func write(_ value: some Canonical) {
    value.encode(into: &self)
  }

  /// Writes a 32-bit count or byte length.
  package mutating func writeCount(_ count: Int) {
    precondition(count <= Int(UInt32.max), "whoever builds a list keeps it within its limit")
    write(UInt32(count))
  }

  /// Writes a byte string behind its length.
  package mutating func writeBytes(_ other: Span<UInt8>) {
    writeCount(other.count)
    write(other)
  }

  /// Writes a list behind its count.
  package mutating func writeList(_ list: some Collection<some Canonical>) {
    writeCount(list.count)
    for element in list { write(element) }
  }
}
