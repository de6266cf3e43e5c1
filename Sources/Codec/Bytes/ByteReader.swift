/// A position in bytes that somebody else holds.
///
/// The bytes are handed to each call as a `Span`, so reading neither copies nor keeps them alive.
/// Every read checks what is left first; none can trap on any input.
package struct ByteReader {
  package private(set) var position: Int

  package init(position: Int = 0) {
    self.position = position
  }

  /// How many bytes are left.
  package func remaining(in bytes: Span<UInt8>) -> Int {
    bytes.count - position
  }

  /// Moves past the next bytes and returns where they stand.
  package mutating func take(
    _ count: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> Range<Int> {
    let available = bytes.count - position
    guard count <= available else { throw .truncated(needed: count, available: available) }
    let start = position
    position += count
    return start..<position
  }

  // The generic one is not specialised for callers in other modules; these are what they mostly
  // want.

  package mutating func read(
    _ type: UInt8.Type = UInt8.self, in bytes: Span<UInt8>
  ) throws(ByteError) -> UInt8 {
    try readLittleEndian(in: bytes)
  }

  package mutating func read(
    _ type: UInt32.Type = UInt32.self, in bytes: Span<UInt8>
  ) throws(ByteError) -> UInt32 {
    try readLittleEndian(in: bytes)
  }

  package mutating func read(
    _ type: UInt64.Type = UInt64.self, in bytes: Span<UInt8>
  ) throws(ByteError) -> UInt64 {
    try readLittleEndian(in: bytes)
  }

  package mutating func read(
    _ type: UInt128.Type = UInt128.self, in bytes: Span<UInt8>
  ) throws(ByteError) -> UInt128 {
    try readUInt128(in: bytes)
  }

  package mutating func read<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type = Number.self, in bytes: Span<UInt8>
  ) throws(ByteError) -> Number {
    try readLittleEndian(in: bytes)
  }

  private mutating func readLittleEndian<Number: FixedWidthInteger & UnsignedInteger>(
    in bytes: Span<UInt8>
  ) throws(ByteError) -> Number {
    let range = try take(Number.bitWidth / 8, in: bytes)
    var number: Number = 0
    var shift = 0
    for index in range {
      number |= Number(truncatingIfNeeded: bytes[index]) &<< Number(truncatingIfNeeded: shift)
      shift += 8
    }
    return number
  }

  // The generic one is not specialised for callers in other modules; these are for hot paths.

  package mutating func readUInt8(in bytes: Span<UInt8>) throws(ByteError) -> UInt8 {
    try read(in: bytes)
  }

  package mutating func readUInt64(in bytes: Span<UInt8>) throws(ByteError) -> UInt64 {
    try read(in: bytes)
  }

  package mutating func readUInt128(in bytes: Span<UInt8>) throws(ByteError) -> UInt128 {
    let start = try take(16, in: bytes).lowerBound
    // Two halves, since shifts of 128 bits take several instructions each.
    var low: UInt64 = 0
    var high: UInt64 = 0
    for index in 0..<8 {
      low |= UInt64(bytes[start + index]) &<< UInt64(8 * index)
      high |= UInt64(bytes[start + 8 + index]) &<< UInt64(8 * index)
    }
    return UInt128(high) &<< 64 | UInt128(low)
  }

  /// Reads a 32-bit count or byte length and holds it against its limit.
  package mutating func readCount(
    atMost limit: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> Int {
    let count = Int(try read(UInt32.self, in: bytes))
    guard count <= limit else { throw .tooLong(count: count, limit: limit) }
    return count
  }

  /// Reads a byte string with its length and returns where it stands.
  package mutating func readBytes(
    atMost limit: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> Range<Int> {
    let count = try readCount(atMost: limit, in: bytes)
    return try take(count, in: bytes)
  }

  /// Reads a byte string with its length into an array of its own.
  package mutating func readArray(
    atMost limit: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> [UInt8] {
    [UInt8](copying: bytes.extracting(try readBytes(atMost: limit, in: bytes)))
  }

  /// Reads UTF-8 text with its length in bytes.
  package mutating func readText(
    atMost limit: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> String {
    let raw = bytes.extracting(try readBytes(atMost: limit, in: bytes))
    do {
      return String(copying: try UTF8Span(validating: raw))
    } catch {
      throw .forbidden("text is UTF-8")
    }
  }

  /// Reads a counted list.
  ///
  /// Memory grows with the elements actually decoded and never with the claimed count.
  package mutating func readList<Element: Canonical>(
    of type: Element.Type = Element.self, atMost limit: Int, in bytes: Span<UInt8>
  ) throws(ByteError) -> [Element] {
    let count = try readCount(atMost: limit, in: bytes)
    var list: [Element] = []
    for _ in 0..<count { list.append(try Element(from: &self, in: bytes)) }
    return list
  }

  /// Ends the reading: nothing may be left.
  package func finish(in bytes: Span<UInt8>) throws(ByteError) {
    guard position == bytes.count else { throw .trailing(count: bytes.count - position) }
  }
}

extension [UInt8] {
  /// Copies bytes that are only borrowed.
  package init(copying bytes: Span<UInt8>) {
    self.init()
    reserveCapacity(bytes.count)
    append(copying: bytes)
  }

  /// Appends bytes that are only borrowed.
  package mutating func append(copying bytes: Span<UInt8>) {
    // Capacity grows in proportion, and the loop becomes a copy of whole words.
    append(addingCapacity: bytes.count) { output in
      for index in bytes.indices { output.append(bytes[index]) }
    }
  }
}
