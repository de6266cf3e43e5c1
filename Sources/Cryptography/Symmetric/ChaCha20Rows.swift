/// The sixteen words of one ChaCha20 block, a row of the square in each vector.
///
/// A round works on whole rows. Columns line up by themselves; turning rows two to four makes the
/// diagonals line up, and turning them back restores the columns.
struct ChaCha20Rows {
  var first: SIMD4<UInt32>
  var second: SIMD4<UInt32>
  var third: SIMD4<UInt32>
  var fourth: SIMD4<UInt32>

  /// RFC 8439 §2.3: four quarter rounds on the columns, four on the diagonals.
  @inline(__always)
  mutating func doubleRound() {
    quarterRounds()
    second = SIMD4(second.y, second.z, second.w, second.x)
    third = SIMD4(third.z, third.w, third.x, third.y)
    fourth = SIMD4(fourth.w, fourth.x, fourth.y, fourth.z)
    quarterRounds()
    second = SIMD4(second.w, second.x, second.y, second.z)
    third = SIMD4(third.z, third.w, third.x, third.y)
    fourth = SIMD4(fourth.y, fourth.z, fourth.w, fourth.x)
  }

  @inline(__always)
  private mutating func quarterRounds() {
    first &+= second
    fourth = rotatedBy16(fourth ^ first)
    third &+= fourth
    second = rotated(second ^ third, by: 12)
    first &+= second
    fourth = rotatedBy8(fourth ^ first)
    third &+= fourth
    second = rotated(second ^ third, by: 7)
  }

  @inline(__always)
  static func &+= (left: inout Self, right: Self) {
    left.first &+= right.first
    left.second &+= right.second
    left.third &+= right.third
    left.fourth &+= right.fourth
  }

  /// Adds these 64 bytes of key stream to the message.
  @inline(__always)
  func formXor(with message: inout MutableSpan<UInt8>, at position: Int) {
    message.formXor(first, at: position)
    message.formXor(second, at: position &+ 16)
    message.formXor(third, at: position &+ 32)
    message.formXor(fourth, at: position &+ 48)
  }
}

// A plain rotation, two shifts and an *or*, is taken for four scalar rotations by the compiler, and
// without vector rotations in the instruction set it then pulls each vector apart. The forms below
// stay whole: halves and bytes trade places, or lanes are shifted in pairs.

@inline(__always)
private func rotatedBy16(_ row: SIMD4<UInt32>) -> SIMD4<UInt32> {
  // SAFETY: both types are sixteen bytes in which any bits are a value.
  let half = unsafe unsafeBitCast(row, to: SIMD8<UInt16>.self)
  return unsafe unsafeBitCast(
    SIMD8(half[1], half[0], half[3], half[2], half[5], half[4], half[7], half[6]),
    to: SIMD4<UInt32>.self)
}

@inline(__always)
private func rotatedBy8(_ row: SIMD4<UInt32>) -> SIMD4<UInt32> {
  // SAFETY: both types are sixteen bytes in which any bits are a value.
  let byte = unsafe unsafeBitCast(row, to: SIMD16<UInt8>.self)
  return unsafe unsafeBitCast(
    SIMD16(
      byte[3], byte[0], byte[1], byte[2], byte[7], byte[4], byte[5], byte[6],
      byte[11], byte[8], byte[9], byte[10], byte[15], byte[12], byte[13], byte[14]),
    to: SIMD4<UInt32>.self)
}

@inline(__always)
private func rotated(_ row: SIMD4<UInt32>, by count: UInt64) -> SIMD4<UInt32> {
  // SAFETY: both types are sixteen bytes in which any bits are a value.
  let pairs = unsafe unsafeBitCast(row, to: SIMD2<UInt64>.self)
  // What a shift carries from one lane of a pair into the other is masked out.
  let low = (1 &<< count &- 1) &* 0x0000_0001_0000_0001
  let rotated =
    pairs &<< SIMD2(repeating: count) & SIMD2(repeating: ~low)
    | pairs &>> SIMD2(repeating: 32 &- count) & SIMD2(repeating: low)
  // SAFETY: as above.
  return unsafe unsafeBitCast(rotated, to: SIMD4<UInt32>.self)
}
