package import Codec

/// The stream cipher of RFC 8439 §2.4 for one key and nonce.
package struct ChaCha20 {
  static var blockBytes: Int { 64 }

  /// The block that goes into the rounds, with counter zero.
  private let start: ChaCha20Rows

  package init(key: FixedBytes<32>, nonce: FixedBytes<12>) {
    let key = key.storage.span
    let nonce = nonce.storage.span
    start = ChaCha20Rows(
      // "expand 32-byte k"
      first: SIMD4(0x6170_7865, 0x3320_646E, 0x7962_2D32, 0x6B20_6574),
      second: SIMD4(
        key.littleEndian32(at: 0), key.littleEndian32(at: 4),
        key.littleEndian32(at: 8), key.littleEndian32(at: 12)),
      third: SIMD4(
        key.littleEndian32(at: 16), key.littleEndian32(at: 20),
        key.littleEndian32(at: 24), key.littleEndian32(at: 28)),
      fourth: SIMD4(
        0, nonce.littleEndian32(at: 0), nonce.littleEndian32(at: 4), nonce.littleEndian32(at: 8)))
  }

  /// Adds the key stream, from the given block on, to a message.
  package func apply(to message: inout MutableSpan<UInt8>, from counter: UInt32) {
    var counter = counter
    var position = 0
    // Two blocks side by side: while one waits for its own last step, the other has work to do.
    while message.count &- position >= 2 &* Self.blockBytes {
      var (start0, start1) = (start, start)
      start0.fourth.x = counter
      start1.fourth.x = counter &+ 1
      var (rows0, rows1) = (start0, start1)
      for _ in 0..<10 {
        rows0.doubleRound()
        rows1.doubleRound()
      }
      rows0 &+= start0
      rows1 &+= start1
      rows0.formXor(with: &message, at: position)
      rows1.formXor(with: &message, at: position &+ Self.blockBytes)
      position &+= 2 &* Self.blockBytes
      counter &+= 2
    }
    while message.count &- position >= Self.blockBytes {
      keyStream(counter).formXor(with: &message, at: position)
      position &+= Self.blockBytes
      counter &+= 1
    }
    if position < message.count {
      let last = block(counter)
      for index in position..<message.count { message[index] ^= last[index &- position] }
    }
  }

  /// One block of the key stream as bytes (RFC 8439 §2.3).
  package func block(_ counter: UInt32) -> InlineArray<64, UInt8> {
    var bytes = InlineArray<64, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    keyStream(counter).formXor(with: &span, at: 0)
    return bytes
  }

  @inline(__always)
  private func keyStream(_ counter: UInt32) -> ChaCha20Rows {
    var start = start
    start.fourth.x = counter
    var rows = start
    for _ in 0..<10 { rows.doubleRound() }
    rows &+= start
    return rows
  }
}
