/// The sixteen words on which scrypt's Salsa20/8 works, held by diagonals.
///
/// Each vector is a diagonal of the square of words, so that a quarter round works on all columns
/// at once; turning three of the vectors makes the rows line up instead.
struct SalsaBlock: BitwiseCopyable {
  private var first: SIMD4<UInt32>
  private var second: SIMD4<UInt32>
  private var third: SIMD4<UInt32>
  private var fourth: SIMD4<UInt32>

  static var countBytes: Int { 64 }

  static var zero: Self { Self(first: .zero, second: .zero, third: .zero, fourth: .zero) }

  private init(
    first: SIMD4<UInt32>, second: SIMD4<UInt32>, third: SIMD4<UInt32>, fourth: SIMD4<UInt32>
  ) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  /// Reads 64 bytes; each word's least significant byte comes first.
  init(_ bytes: Span<UInt8>, at position: Int) {
    func diagonal(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> SIMD4<UInt32> {
      SIMD4(
        bytes.littleEndian32(at: position + 4 * a), bytes.littleEndian32(at: position + 4 * b),
        bytes.littleEndian32(at: position + 4 * c), bytes.littleEndian32(at: position + 4 * d))
    }
    first = diagonal(0, 5, 10, 15)
    second = diagonal(4, 9, 14, 3)
    third = diagonal(8, 13, 2, 7)
    fourth = diagonal(12, 1, 6, 11)
  }

  /// Writes the 64 bytes back where they came from.
  func store(in bytes: inout MutableSpan<UInt8>, at position: Int) {
    bytes.store(SIMD4(first.x, fourth.y, third.z, second.w), at: position)
    bytes.store(SIMD4(second.x, first.y, fourth.z, third.w), at: position + 16)
    bytes.store(SIMD4(third.x, second.y, first.z, fourth.w), at: position + 32)
    bytes.store(SIMD4(fourth.x, third.y, second.z, first.w), at: position + 48)
  }

  /// The first word, which scrypt takes for a number.
  var firstWord: UInt32 { first.x }

  @inline(__always)
  static func ^= (left: inout Self, right: Self) {
    left.first ^= right.first
    left.second ^= right.second
    left.third ^= right.third
    left.fourth ^= right.fourth
  }

  /// Salsa20 with eight rounds (RFC 7914 §3).
  @inline(__always)
  mutating func mix() {
    var (a, b, c, d) = (first, second, third, fourth)
    for _ in 0..<4 {
      quarterRounds(&a, &b, &c, &d)
      b = SIMD4(b.w, b.x, b.y, b.z)
      c = SIMD4(c.z, c.w, c.x, c.y)
      d = SIMD4(d.y, d.z, d.w, d.x)
      quarterRounds(&a, &d, &c, &b)
      b = SIMD4(b.y, b.z, b.w, b.x)
      c = SIMD4(c.z, c.w, c.x, c.y)
      d = SIMD4(d.w, d.x, d.y, d.z)
    }
    first &+= a
    second &+= b
    third &+= c
    fourth &+= d
  }
}

@inline(__always)
private func quarterRounds(
  _ a: inout SIMD4<UInt32>, _ b: inout SIMD4<UInt32>, _ c: inout SIMD4<UInt32>,
  _ d: inout SIMD4<UInt32>
) {
  formXor(&b, rotating: a &+ d, by: 7)
  formXor(&c, rotating: b &+ a, by: 9)
  formXor(&d, rotating: c &+ b, by: 13)
  formXor(&a, rotating: d &+ c, by: 18)
}

/// Adds a rotated vector in two parts: put together first, they would be taken for four scalar
/// rotations by the compiler, which then pulls the vector apart.
@inline(__always)
private func formXor(
  _ target: inout SIMD4<UInt32>, rotating sum: SIMD4<UInt32>, by count: UInt32
) {
  target ^= sum &<< SIMD4(repeating: count)
  target ^= sum &>> SIMD4(repeating: 32 &- count)
}
