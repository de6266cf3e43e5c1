package import Codec

/// The one-time authenticator of RFC 8439 §2.5.
///
/// The accumulator is 128 bits and a few more in `top`. Modulo 2^130 - 5, what lies above bit 130
/// comes back at the bottom times five.
package struct Poly1305 {
  static var blockBytes: Int { 16 }

  private let r0: UInt64
  private let r1: UInt64
  /// r1 · 5 / 4, exact because r1 is a multiple of four: r1's product beyond bit 128 comes back so.
  private let s1: UInt64
  private let pad: UInt128

  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var top: UInt64 = 0

  /// Whether a short block was taken in, which is the end of the message.
  private var isComplete = false

  /// A key of 32 bytes, which must never authenticate a second message.
  package init(key: Span<UInt8>) {
    precondition(key.count == 32, "a one-time key has 32 bytes")
    r0 = key.littleEndian64(at: 0) & 0x0FFF_FFFC_0FFF_FFFF
    r1 = key.littleEndian64(at: 8) & 0x0FFF_FFFC_0FFF_FFFC
    s1 = r1 &+ r1 &>> 2
    pad = UInt128(key.littleEndian64(at: 24)) &<< 64 | UInt128(key.littleEndian64(at: 16))
  }

  /// Takes in bytes; only the last call may bring a number that is not a multiple of the block.
  package mutating func update(_ bytes: Span<UInt8>) {
    let rest = updateBlocks(bytes)
    guard rest < bytes.count else { return }
    var block = InlineArray<16, UInt8>(repeating: 0)
    for index in rest..<bytes.count { block[index &- rest] = bytes[index] }
    block[bytes.count &- rest] = 1
    absorb(block.span, at: 0, marker: 0)
    isComplete = true
  }

  /// Takes in bytes and zeros up to the end of their last block, as the AEAD pads its parts.
  package mutating func updateZeroPadded(_ bytes: Span<UInt8>) {
    let rest = updateBlocks(bytes)
    guard rest < bytes.count else { return }
    var block = InlineArray<16, UInt8>(repeating: 0)
    for index in rest..<bytes.count { block[index &- rest] = bytes[index] }
    absorb(block.span, at: 0, marker: 1)
  }

  /// Takes in two numbers as one block.
  package mutating func update(_ first: UInt64, _ second: UInt64) {
    absorb(first, second, marker: 1)
  }

  /// Takes in the whole blocks and returns where the rest begins.
  private mutating func updateBlocks(_ bytes: Span<UInt8>) -> Int {
    precondition(!isComplete, "only the last part of a message ends within a block")
    var position = 0
    while bytes.count &- position >= Self.blockBytes {
      absorb(bytes, at: position, marker: 1)
      position &+= Self.blockBytes
    }
    return position
  }

  @inline(__always)
  private mutating func absorb(_ bytes: Span<UInt8>, at position: Int, marker: UInt64) {
    absorb(
      bytes.littleEndian64(at: position), bytes.littleEndian64(at: position &+ 8), marker: marker)
  }

  /// One step: accumulator = (accumulator + block + marker · 2^128) · r, partly reduced.
  @inline(__always)
  private mutating func absorb(_ first: UInt64, _ second: UInt64, marker: UInt64) {
    let sum0 = UInt128(low) &+ UInt128(first)
    let sum1 = UInt128(high) &+ UInt128(second) &+ sum0 &>> 64
    let h0 = UInt64(truncatingIfNeeded: sum0)
    let h1 = UInt64(truncatingIfNeeded: sum1)
    let h2 = top &+ marker &+ UInt64(truncatingIfNeeded: sum1 &>> 64)

    // r is clamped below 2^124 and h2 stays below eight, so no sum here can overflow.
    let product0 = wide(h0, r0) &+ wide(h1, s1)
    let product1 = wide(h0, r1) &+ wide(h1, r0) &+ UInt128(h2 &* s1) &+ product0 &>> 64
    let product2 = h2 &* r0 &+ UInt64(truncatingIfNeeded: product1 &>> 64)

    // Five times what lies above bit 130: (x >> 2) · 4 + (x >> 2).
    let folded = product2 & ~3 &+ product2 &>> 2
    let reduced0 = UInt128(UInt64(truncatingIfNeeded: product0)) &+ UInt128(folded)
    let reduced1 = UInt128(UInt64(truncatingIfNeeded: product1)) &+ reduced0 &>> 64
    low = UInt64(truncatingIfNeeded: reduced0)
    high = UInt64(truncatingIfNeeded: reduced1)
    top = product2 & 3 &+ UInt64(truncatingIfNeeded: reduced1 &>> 64)
  }

  @inline(__always)
  private func wide(_ left: UInt64, _ right: UInt64) -> UInt128 {
    UInt128(left) &* UInt128(right)
  }

  /// The tag over everything taken in.
  package consuming func finalize() -> FixedBytes<16> {
    // If adding five reaches 2^130, the accumulator is not below the prime and the sum without that
    // bit is the remainder. The choice is a mask, so that time says nothing about the value.
    let value = UInt128(high) &<< 64 | UInt128(low)
    let (lessPrime, carry) = value.addingReportingOverflow(5)
    let topLessPrime = top &+ (carry ? 1 : 0)
    let mask = UInt128(0) &- UInt128(topLessPrime &>> 2 & 1)
    let tag = (lessPrime & mask | value & ~mask) &+ pad
    var bytes = InlineArray<16, UInt8>(repeating: 0)
    for index in 0..<16 {
      bytes[index] = UInt8(truncatingIfNeeded: tag &>> UInt128(truncatingIfNeeded: 8 &* index))
    }
    return FixedBytes(storage: bytes)
  }
}
