/// A byte string whose length is part of its type: the raw form of hashes, addresses and keys.
///
/// `InlineArray` has no equality, order or hash of its own; they are written here once, and every
/// fixed-size value of the chain wraps this type. The compiler does not specialise its members for
/// callers in other modules, so hot paths there work on `storage`, which it does specialise.
@frozen public struct FixedBytes<let count: Int>: Sendable {
  /// The bytes in place; their `span` is what hashing and decoding take.
  public var storage: InlineArray<count, UInt8>

  @inlinable public init(storage: InlineArray<count, UInt8>) {
    self.storage = storage
  }

  @inlinable public init(repeating byte: UInt8) {
    storage = InlineArray(repeating: byte)
  }

  /// All bytes zero.
  @inlinable public static var zero: Self { Self(repeating: 0) }

  /// Copies bytes whose number the caller has already checked.
  @inlinable public init(copying bytes: Span<UInt8>) {
    precondition(bytes.count == count, "a fixed value is copied from exactly its own length")
    // SAFETY: as many bytes are there, and bytes are all that is made of them. A copy in one go is
    // fast in generic code too, where one byte after the other is not.
    storage = unsafe bytes.withUnsafeBytes { bytes in
      unsafe bytes.loadUnaligned(as: InlineArray<count, UInt8>.self)
    }
  }

  /// Copies an array, or refuses one of another length.
  @inlinable public init?(_ bytes: [UInt8]) {
    guard bytes.count == count else { return nil }
    self.init(copying: bytes.span)
  }

  @inlinable public subscript(index: Int) -> UInt8 {
    get { storage[index] }
    set { storage[index] = newValue }
  }

  /// The bytes as an array, for the edges; hot paths use `storage.span`.
  public var array: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in 0..<count { bytes.append(storage[index]) }
    return bytes
  }
}

extension FixedBytes: Equatable {
  @inlinable public static func == (left: Self, right: Self) -> Bool {
    // Without an early exit the comparison becomes a few wide instructions; it is not for secrets.
    var difference: UInt8 = 0
    for index in 0..<count { difference |= left.storage[index] ^ right.storage[index] }
    return difference == 0
  }
}

extension FixedBytes: Comparable {
  /// Bytewise order, first byte most significant: the order of keys in the state.
  @inlinable public static func < (left: Self, right: Self) -> Bool {
    for index in 0..<count where left.storage[index] != right.storage[index] {
      return left.storage[index] < right.storage[index]
    }
    return false
  }
}

extension FixedBytes: Hashable {
  @inlinable public func hash(into hasher: inout Hasher) {
    for index in 0..<count { hasher.combine(storage[index]) }
  }
}

extension FixedBytes: CustomStringConvertible {
  public var description: String { Hex.encode(storage.span, prefix: true) }
}

extension FixedBytes: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(storage.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let range = try reader.take(count, in: bytes)
    self.init(copying: bytes.extracting(range))
  }
}
