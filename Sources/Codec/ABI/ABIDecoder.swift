/// Walks the ABI form of a sequence of values, accepting only what `ABIEncoder` would build.
///
/// General ABI decoders follow any offset, which lets many values share bytes and a small call
/// unfold into a large one. Here every tail must stand right behind the one before it, so memory
/// stays in proportion to the bytes and one value has one form.
package struct ABIDecoder {
  /// Where the innermost sequence begins; offsets count from here.
  private var base = 0
  /// Where its next head word stands.
  private var head = 0
  /// Where the next tail stands.
  private var tail = 0

  package init() {}

  /// Reads the values of a whole byte string, whose heads take up the given number of bytes.
  package static func decode<Value>(
    _ bytes: Span<UInt8>, headSizeBytes: Int,
    _ body: (inout ABIDecoder, Span<UInt8>) throws(ABIError) -> Value
  ) throws(ABIError) -> Value {
    var decoder = Self()
    let value = try decoder.decodeSequence(headSizeBytes: headSizeBytes, in: bytes, body)
    guard decoder.tail == bytes.count else { throw .trailing(count: bytes.count - decoder.tail) }
    return value
  }

  /// Reads a sequence that stands where the next tail is expected.
  package mutating func decodeSequence<Value>(
    headSizeBytes: Int, in bytes: Span<UInt8>,
    _ body: (inout ABIDecoder, Span<UInt8>) throws(ABIError) -> Value
  ) throws(ABIError) -> Value {
    let outer = (base, head)
    base = tail
    head = tail
    _ = try takeTail(headSizeBytes, in: bytes)
    let value = try body(&self, bytes)
    precondition(head == base + headSizeBytes, "a sequence reads exactly the heads it announced")
    (base, head) = outer
    return value
  }

  /// The range of the next head word.
  package mutating func takeWord() -> Range<Int> {
    defer { head += 32 }
    return head..<head + 32
  }

  package mutating func decodeWord(in bytes: Span<UInt8>) -> UInt256 {
    UInt256(bigEndian: bytes.extracting(takeWord()))
  }

  /// Reads an offset from the head and holds it against the only place allowed.
  package mutating func decodeOffset(in bytes: Span<UInt8>) throws(ABIError) {
    let offset = decodeWord(in: bytes)
    guard offset == UInt256(UInt64(tail - base)) else {
      throw .offset(found: offset, expected: tail - base)
    }
  }

  /// Reads a length from the tail, of elements that take up at least the given number of bytes.
  package mutating func decodeLength(
    elementSizeBytes: Int, in bytes: Span<UInt8>
  ) throws(ABIError) -> Int {
    precondition(elementSizeBytes > 0, "an element of a list takes up space")
    let length = UInt256(bigEndian: bytes.extracting(try takeTail(32, in: bytes)))
    let available = bytes.count - tail
    guard length <= UInt256(UInt64(available / elementSizeBytes)) else {
      throw .length(found: length, available: available)
    }
    return Int(length.low)
  }

  /// Reads a byte string with its length from the tail and returns where it stands.
  package mutating func decodePadded(in bytes: Span<UInt8>) throws(ABIError) -> Range<Int> {
    let count = try decodeLength(elementSizeBytes: 1, in: bytes)
    let string = try takeTail(count, in: bytes)
    for index in try takeTail((32 - count % 32) % 32, in: bytes) where bytes[index] != 0 {
      throw .dirtyPadding
    }
    return string
  }

  private mutating func takeTail(
    _ count: Int, in bytes: Span<UInt8>
  ) throws(ABIError) -> Range<Int> {
    let available = bytes.count - tail
    guard count <= available else { throw .truncated(needed: count, available: available) }
    defer { tail += count }
    return tail..<tail + count
  }
}
