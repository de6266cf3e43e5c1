// Each of these checks its bounds once and then touches single bytes, which the compiler joins into
// one load or store whatever the byte order of the machine.

extension Span<UInt8> {
  /// Reads 32 bits, most significant byte first.
  @inline(__always)
  func bigEndian32(at position: Int) -> UInt32 {
    precondition(position >= 0 && position <= count &- 4, "a word is read from within the bytes")
    var word: UInt32 = 0
    for index in 0..<4 {
      // SAFETY: the precondition says that four bytes are there from `position` on.
      word = word &<< 8 | UInt32(unsafe self[unchecked: position &+ index])
    }
    return word
  }

  /// Reads 32 bits, least significant byte first.
  @inline(__always)
  func littleEndian32(at position: Int) -> UInt32 {
    bigEndian32(at: position).byteSwapped
  }

  /// Reads 64 bits, least significant byte first.
  @inline(__always)
  func littleEndian64(at position: Int) -> UInt64 {
    precondition(position >= 0 && position <= count &- 8, "a word is read from within the bytes")
    var word: UInt64 = 0
    for index in 0..<8 {
      // SAFETY: the precondition says that eight bytes are there from `position` on.
      let byte = unsafe self[unchecked: position &+ index]
      word |= UInt64(byte) &<< UInt64(truncatingIfNeeded: 8 &* index)
    }
    return word
  }
}

extension MutableSpan<UInt8> {
  /// Writes 16 bytes, each word least significant byte first.
  @inline(__always)
  mutating func store(_ words: SIMD4<UInt32>, at position: Int) {
    precondition(position >= 0 && position <= count &- 16, "a vector lies within the bytes")
    for word in 0..<4 {
      for byte in 0..<4 {
        // SAFETY: the precondition says that sixteen bytes are there from `position` on.
        unsafe self[unchecked: position &+ 4 &* word &+ byte] = UInt8(
          truncatingIfNeeded: words[word] &>> UInt32(truncatingIfNeeded: 8 &* byte))
      }
    }
  }

  /// Adds 16 bytes of key stream, each word least significant byte first.
  @inline(__always)
  mutating func formXor(_ words: SIMD4<UInt32>, at position: Int) {
    precondition(position >= 0 && position <= count &- 16, "a vector lies within the bytes")
    for word in 0..<4 {
      for byte in 0..<4 {
        // SAFETY: the precondition says that sixteen bytes are there from `position` on.
        unsafe self[unchecked: position &+ 4 &* word &+ byte] ^= UInt8(
          truncatingIfNeeded: words[word] &>> UInt32(truncatingIfNeeded: 8 &* byte))
      }
    }
  }
}
