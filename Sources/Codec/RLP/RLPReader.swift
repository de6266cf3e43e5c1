/// A position in RLP that somebody else holds, bounded by the list it is in.
///
/// Strict: what encoding would not produce is refused, so one value has one form. Nothing is
/// copied; byte strings come back as the range where they stand.
package struct RLPReader {
  package private(set) var position: Int
  /// Where the list ends that is being read.
  private let end: Int

  package init(range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  package var isAtEnd: Bool { position == end }

  /// What an item is and where its payload stands.
  private enum Item {
    case bytes(Range<Int>)
    case list(Range<Int>)
  }

  private mutating func readItem(in bytes: Span<UInt8>) throws(RLPError) -> Item {
    guard position < end else { throw .truncated(needed: 1, available: 0) }
    let first = bytes[position]
    switch first {
    case 0x00...0x7F:
      position += 1
      return .bytes(position - 1..<position)
    case 0x80...0xB7:
      let payload = try take(header: 1, count: Int(first - 0x80))
      if payload.count == 1 && bytes[payload.lowerBound] < 0x80 { throw .byteNotMinimal }
      return .bytes(payload)
    case 0xB8...0xBF:
      return .bytes(try takeLong(lengthBytes: Int(first - 0xB7), in: bytes))
    case 0xC0...0xF7:
      return .list(try take(header: 1, count: Int(first - 0xC0)))
    default:
      return .list(try takeLong(lengthBytes: Int(first - 0xF7), in: bytes))
    }
  }

  private mutating func take(header: Int, count: Int) throws(RLPError) -> Range<Int> {
    let available = end - position - header
    guard count <= available else { throw .truncated(needed: count, available: available) }
    let start = position + header
    position = start + count
    return start..<position
  }

  /// Takes an item whose length is itself written in some bytes, most significant first.
  private mutating func takeLong(
    lengthBytes: Int, in bytes: Span<UInt8>
  ) throws(RLPError) -> Range<Int> {
    let available = end - position - 1
    guard lengthBytes <= available else {
      throw .truncated(needed: lengthBytes, available: available)
    }
    guard bytes[position + 1] != 0 else { throw .lengthNotMinimal }
    // Five bytes of length already exceed any input; stopping there keeps the sum in range.
    guard lengthBytes <= 4 else { throw .lengthTooLong(bytes: lengthBytes) }
    var length = 0
    for index in position + 1...position + lengthBytes { length = length << 8 | Int(bytes[index]) }
    guard length > 55 else { throw .lengthNotMinimal }
    return try take(header: 1 + lengthBytes, count: length)
  }

  /// Reads a byte string and returns where it stands.
  package mutating func readBytes(in bytes: Span<UInt8>) throws(RLPError) -> Range<Int> {
    switch try readItem(in: bytes) {
    case .bytes(let range): return range
    case .list: throw .expectedBytes
    }
  }

  /// Reads a byte string of fixed size.
  package mutating func readFixed<let count: Int>(
    _ type: FixedBytes<count>.Type = FixedBytes<count>.self, in bytes: Span<UInt8>
  ) throws(RLPError) -> FixedBytes<count> {
    let range = try readBytes(in: bytes)
    guard range.count == count else { throw .wrongLength(bytes: range.count, expected: count) }
    return FixedBytes(copying: bytes.extracting(range))
  }

  /// Reads an integer: most significant byte first, without leading zeros, zero as nothing.
  package mutating func readUInt64(in bytes: Span<UInt8>) throws(RLPError) -> UInt64 {
    var number: UInt64 = 0
    for index in try readIntegerBytes(atMost: 8, in: bytes) {
      number = number &<< 8 | UInt64(bytes[index])
    }
    return number
  }

  /// Reads an integer of up to 32 bytes, filled up with zeros in front.
  package mutating func readPadded(in bytes: Span<UInt8>) throws(RLPError) -> FixedBytes<32> {
    let range = try readIntegerBytes(atMost: 32, in: bytes)
    var padded = InlineArray<32, UInt8>(repeating: 0)
    let lead = 32 - range.count
    for index in 0..<range.count { padded[lead + index] = bytes[range.lowerBound + index] }
    return FixedBytes(storage: padded)
  }

  /// Reads an integer of up to 32 bytes.
  package mutating func readUInt256(in bytes: Span<UInt8>) throws(RLPError) -> UInt256 {
    UInt256(bigEndian: bytes.extracting(try readIntegerBytes(atMost: 32, in: bytes)))
  }

  private mutating func readIntegerBytes(
    atMost limit: Int, in bytes: Span<UInt8>
  ) throws(RLPError) -> Range<Int> {
    let range = try readBytes(in: bytes)
    guard range.isEmpty || bytes[range.lowerBound] != 0 else { throw .leadingZero }
    guard range.count <= limit else { throw .integerTooWide(bytes: range.count, limit: limit) }
    return range
  }

  /// Moves behind a list and returns a reader of its items.
  package mutating func readList(in bytes: Span<UInt8>) throws(RLPError) -> RLPReader {
    switch try readItem(in: bytes) {
    case .bytes: throw .expectedList
    case .list(let range): return RLPReader(range: range)
    }
  }

  /// Ends the reading: nothing may be left.
  package func finish() throws(RLPError) {
    guard isAtEnd else { throw .trailing(count: end - position) }
  }
}
