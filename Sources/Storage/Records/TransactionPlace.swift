package import Chain

/// Where a transaction's receipt stands: the block, and the place among the block's receipts.
package struct TransactionPlace: Hashable, Sendable {
  package let height: Height
  package let position: Int

  package init(height: Height, position: Int) {
    self.height = height
    self.position = position
  }
}

extension TransactionPlace {
  static var sizeBytes: Int { 12 }

  /// Big-endian, so that keys that end in it stand in the order of the chain.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.sizeBytes)
    append(to: &bytes)
    return bytes
  }

  func append(to key: inout [UInt8]) {
    BigEndian.append(height.units, to: &key)
    for shift in stride(from: 24, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: position >> shift))
    }
  }

  /// Reads places that stand one behind the other.
  static func list(_ bytes: [UInt8]) -> [TransactionPlace] {
    stride(from: 0, to: bytes.count - sizeBytes + 1, by: sizeBytes).compactMap { start in
      TransactionPlace(suffixOf: bytes.span.extracting(start..<start + sizeBytes))
    }
  }

  /// Reads the place at the end of a key or of a list of places.
  init?(suffixOf bytes: Span<UInt8>) {
    guard bytes.count >= Self.sizeBytes,
      let height = BigEndian.suffix(of: bytes.extracting(..<(bytes.count - 4)))
    else { return nil }
    let position = (bytes.count - 4..<bytes.count).reduce(0) { $0 << 8 | Int(bytes[$1]) }
    self.init(height: Height(height), position: position)
  }
}
