import Codec

/// The key of one entry of the state: a table's byte and that table's own key, held in place.
///
/// Bytes behind the end are zero. Keys compare bytewise, a prefix coming before what it begins.
/// Bits count from the most significant bit of the first byte.
package struct StateKey: Sendable {
  /// The longest key there is.
  package static let sizeBytesMax = 65

  /// One byte more than the longest key, for the bound right behind it.
  package private(set) var storage = InlineArray<66, UInt8>(repeating: 0)
  private var length: UInt8 = 0

  /// How many of the bytes in `storage` belong to the key.
  package var count: Int { Int(length) }

  /// The empty key, which comes before every other.
  package init() {}

  /// Copies bytes whose number the caller has already checked.
  package init(copying bytes: Span<UInt8>) {
    precondition(bytes.count <= Self.sizeBytesMax, "a key of the state has at most 65 bytes")
    for index in 0..<bytes.count { storage[index] = bytes[index] }
    length = UInt8(bytes.count)
  }

  /// The first bits of some bytes, with zeros up to the end of the last byte.
  package init(prefix bitCount: Int, of bytes: Span<UInt8>) {
    self.init(copying: bytes.extracting(0..<((bitCount + 7) / 8)))
    if bitCount % 8 != 0 { storage[bitCount / 8] &= ~(0xFF >> UInt8(bitCount % 8)) }
  }

  package subscript(index: Int) -> UInt8 { storage[index] }

  package var bytes: [UInt8] { [UInt8](copying: storage.span.extracting(0..<count)) }

  /// Appends one byte of a table's own key, or of a bound.
  package mutating func append(_ byte: UInt8) {
    precondition(count < storage.count, "a bound is at most one byte longer than a key")
    storage[count] = byte
    length += 1
  }

  /// Appends a part of a table's own key.
  package mutating func append(_ bytes: Span<UInt8>) {
    precondition(bytes.count <= storage.count - count, "a bound is as long as a key or one longer")
    let start = count
    for index in 0..<bytes.count { storage[start + index] = bytes[index] }
    length += UInt8(bytes.count)
  }

  /// The first bits, with zeros up to the end of the last byte.
  package func prefix(_ bitCount: Int) -> StateKey {
    StateKey(prefix: bitCount, of: storage.span)
  }

  /// The first bits and one more, with zeros up to the end of the last byte.
  func prefix(_ bitCount: Int, followedBy bit: Bool) -> StateKey {
    var key = prefix(bitCount)
    if bitCount % 8 == 0 { key.append(0) }
    if bit { key.storage[bitCount / 8] |= 0x80 >> UInt8(bitCount % 8) }
    return key
  }

  /// The key with ones behind its first bits, up to the end of its last byte.
  func fillingBits(from bitCount: Int) -> StateKey {
    var key = self
    if bitCount % 8 != 0 { key.storage[bitCount / 8] |= 0xFF >> UInt8(bitCount % 8) }
    return key
  }

  package func bit(_ index: Int) -> Bool {
    storage[index / 8] & 0x80 >> UInt8(index % 8) != 0
  }

  /// The first bit at which two keys differ, neither of which begins the other.
  package func firstDifference(from other: StateKey) -> Int {
    storage.span.firstDifference(from: other.storage.span)
  }

  /// The smallest key that comes after every key beginning with this one; none if all bits are one.
  package var afterPrefix: StateKey? {
    var key = self
    while key.count > 0 {
      let last = key.count - 1
      if key.storage[last] < 0xFF {
        key.storage[last] += 1
        return key
      }
      key.storage[last] = 0
      key.length -= 1
    }
    return nil
  }

  /// A bound right behind this key.
  package var successor: StateKey {
    var key = self
    key.append(0)
    return key
  }
}

extension StateKey: Hashable, Comparable {
  package static func == (left: Self, right: Self) -> Bool {
    guard left.length == right.length, left.start == right.start else { return false }
    for index in 8..<max(8, left.count) where left.storage[index] != right.storage[index] {
      return false
    }
    return true
  }

  package static func < (left: Self, right: Self) -> Bool {
    // Most keys differ early, and words compare in one go. Behind a key's end are zeros, so its end
    // matters only where the other key has nothing else either.
    if left.start != right.start { return left.start < right.start }
    if left.second != right.second { return left.second < right.second }
    for index in 16..<max(16, max(left.count, right.count))
    where left.storage[index] != right.storage[index] {
      return left.storage[index] < right.storage[index]
    }
    return left.length < right.length
  }

  /// The first eight bytes, most significant first.
  private var start: UInt64 {
    var word: UInt64 = 0
    for index in 0..<8 { word = word &<< 8 | UInt64(storage[index]) }
    return word
  }

  /// The eight bytes behind them.
  private var second: UInt64 {
    var word: UInt64 = 0
    for index in 8..<16 { word = word &<< 8 | UInt64(storage[index]) }
    return word
  }

  package func hash(into hasher: inout Hasher) {
    for index in 0..<count { hasher.combine(storage[index]) }
  }
}

extension StateKey: CustomStringConvertible {
  package var description: String { Hex.encode(bytes.span, prefix: true) }
}

extension Span<UInt8> {
  /// The first bit at which two byte strings differ, which they do before either ends.
  func firstDifference(from other: Span<UInt8>) -> Int {
    let common = Swift.min(count, other.count)
    for index in 0..<common where self[index] != other[index] {
      return 8 * index + (self[index] ^ other[index]).leadingZeroBitCount
    }
    preconditionFailure("keys of the state differ, and none begins another")
  }
}
