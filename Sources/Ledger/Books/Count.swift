import Codec

/// How many records of a kind were ever made, which is also the number of the next one.
struct Count: Canonical {
  var units: UInt64

  init(_ units: UInt64) {
    self.units = units
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(units)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    units = try reader.read(in: bytes)
  }
}

extension Books {
  /// Appends to a table that is kept in the order of creation, and returns the entry's number.
  mutating func append<Value>(
    _ value: Value, to table: Records<Value, UInt64>, counted single: Place<Count>
  ) -> UInt64 {
    let number = count(of: single)
    self[table[number]] = value
    self[single] = Count(number + 1)
    return number
  }

  func count(of single: Place<Count>) -> UInt64 { self[single]?.units ?? 0 }
}
