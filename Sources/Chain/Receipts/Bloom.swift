package import Codec
import Cryptography

/// Ethereum's 2,048-bit filter over the addresses and topics of logs.
package struct Bloom: Hashable, Sendable {
  package private(set) var bytes = FixedBytes<256>.zero

  package init() {}

  package mutating func insert(_ log: Log) {
    insert(log.address.bytes.storage.span)
    for topic in log.topics { insert(topic.bytes.storage.span) }
  }

  /// Sets the three bits of a value.
  package mutating func insert(_ value: Span<UInt8>) {
    for place in Self.places(of: value) { bytes[place.byte] |= place.mask }
  }

  /// Takes in every value of another filter.
  package mutating func formUnion(_ other: Bloom) {
    for index in 0..<256 { bytes[index] |= other.bytes[index] }
  }

  /// False when the value was never inserted; true when it may have been.
  package func mayContain(_ value: Span<UInt8>) -> Bool {
    Self.places(of: value).allSatisfy { bytes[$0.byte] & $0.mask != 0 }
  }

  /// Three pairs of hash bytes name a bit each, counted from the last bit of the filter.
  private static func places(of value: Span<UInt8>) -> [(byte: Int, mask: UInt8)] {
    let hash = Keccak256.hash(value).bytes
    return [0, 2, 4].map { index in
      let bit = (Int(hash[index]) << 8 | Int(hash[index + 1])) & 2047
      return (255 - bit / 8, 1 << UInt8(bit % 8))
    }
  }
}
