import Chain

/// Numbers as parts of keys: the largest byte first, so that keys stand in the numbers' order.
enum BigEndian {
  static func append(_ number: UInt64, to key: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  static func key(_ ordinal: some Ordinal) -> [UInt8] {
    var key: [UInt8] = []
    // Most keys go on with as much again.
    key.reserveCapacity(16)
    append(ordinal.units, to: &key)
    return key
  }

  /// The number in the first eight bytes of a key.
  static func prefix(of key: Span<UInt8>) -> UInt64? {
    guard key.count >= 8 else { return nil }
    return (0..<8).reduce(0) { $0 << 8 | UInt64(key[$1]) }
  }

  /// The number in the last eight bytes of a key.
  static func suffix(of key: Span<UInt8>) -> UInt64? {
    key.count < 8 ? nil : prefix(of: key.extracting(key.count - 8..<key.count))
  }
}
