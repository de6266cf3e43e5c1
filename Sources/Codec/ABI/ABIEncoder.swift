/// Builds the ABI form of a sequence of values: a head of words, then what did not fit into it.
///
/// ```
/// ┌──────────────┬──────────────┬─────┬────────────────────┬─────┐
/// │ word or      │ word or      │  …  │ length, elements   │  …  │
/// │ offset       │ offset       │     │ of the first tail  │     │
/// └──────────────┴──────────────┴─────┴────────────────────┴─────┘
///   base                                base + offset
/// ```
package struct ABIEncoder {
  package private(set) var bytes: [UInt8] = []
  /// Where the innermost sequence begins; offsets count from here.
  private var base = 0
  /// Where the next word of that sequence's head goes.
  private var head = 0

  package init(reserving capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// Writes a sequence of values whose heads take up the given number of bytes.
  package mutating func encodeSequence(
    headSizeBytes: Int, _ body: (inout ABIEncoder) -> Void
  ) {
    let outer = (base, head)
    base = bytes.count
    head = base
    bytes.append(contentsOf: repeatElement(0, count: headSizeBytes))
    body(&self)
    precondition(head == base + headSizeBytes, "a sequence writes exactly the heads it announced")
    (base, head) = outer
  }

  /// Puts a word into the head, its bytes at the low end as numbers stand.
  package mutating func encodeWord(rightAligned word: Span<UInt8>) {
    let start = head + 32 - word.count
    for index in word.indices { bytes[start + index] = word[index] }
    head += 32
  }

  /// Puts a word into the head, its bytes at the high end as byte strings stand.
  package mutating func encodeWord(leftAligned word: Span<UInt8>) {
    for index in word.indices { bytes[head + index] = word[index] }
    head += 32
  }

  package mutating func encodeWord(_ number: UInt256) {
    encodeWord(rightAligned: number.bigEndianBytes.storage.span)
  }

  /// Puts the offset of what follows the bytes so far into the head.
  package mutating func encodeOffset() {
    encodeWord(UInt256(UInt64(bytes.count - base)))
  }

  /// Appends a length, as the first word of a tail.
  package mutating func appendLength(_ count: Int) {
    bytes.append(copying: UInt256(UInt64(count)).bigEndianBytes.storage.span)
  }

  /// Appends a byte string, filled up to whole words.
  package mutating func appendPadded(_ string: Span<UInt8>) {
    bytes.append(copying: string)
    bytes.append(contentsOf: repeatElement(0, count: (32 - string.count % 32) % 32))
  }
}
