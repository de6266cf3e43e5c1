/// The 1,600 bits that Keccak works on: 25 lanes, lane x + 5y of the specification at that index.
package struct KeccakState: Sendable {
  package var lanes = InlineArray<25, UInt64>(repeating: 0)

  package init() {}

  /// Keccak-f[1600], 24 rounds.
  ///
  /// Two tricks make it fast, and both are undone before it returns. Six lanes are held
  /// complemented, which turns all but five of the 25 negations of each chi step into a choice
  /// between *and* and *or*. And rounds read one buffer and write another, two at a time, which
  /// keeps the compiler from moving lanes between registers for nothing.
  package mutating func permute() {
    complementSixLanes()
    var laneSpan = lanes.mutableSpan
    // SAFETY: both buffers hold 25 lanes, live through the call, and are indexed by constants
    // below 25 only; there are 24 constants. The first round writes every lane of the scratch
    // buffer before the second reads any, so it need not be cleared.
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 25) { scratch in
      unsafe laneSpan.withUnsafeMutableBufferPointer { lanes in
        unsafe Self.roundConstants.span.withUnsafeBufferPointer { constants in
          guard
            let even = lanes.baseAddress, let odd = scratch.baseAddress,
            let constants = constants.baseAddress
          else { return }
          unsafe rounds(even, odd, constants)
        }
      }
    }
    complementSixLanes()
  }

  private mutating func complementSixLanes() {
    lanes[1] = ~lanes[1]
    lanes[2] = ~lanes[2]
    lanes[8] = ~lanes[8]
    lanes[12] = ~lanes[12]
    lanes[17] = ~lanes[17]
    lanes[20] = ~lanes[20]
  }

  private static let roundConstants: InlineArray<24, UInt64> = [
    0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
    0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
    0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
    0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
    0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
    0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
  ]
}

@inline(__always)
private func rotated(_ lane: UInt64, by count: UInt64) -> UInt64 {
  lane &<< count | lane &>> (64 &- count)
}

/// All rounds, from one buffer to the other and back.
///
/// Not inlined: on its own, the compiler keeps more of it in registers.
@inline(never)
private func rounds(
  _ even: UnsafeMutablePointer<UInt64>, _ odd: UnsafeMutablePointer<UInt64>,
  _ constants: UnsafePointer<UInt64>
) {
  // SAFETY: the caller hands in two buffers of 25 lanes and 24 constants.
  var index = 0
  while index < 24 {
    unsafe round(from: even, to: odd, constants[index])
    unsafe round(from: odd, to: even, constants[index &+ 1])
    index &+= 2
  }
}

/// One round: theta, rho and pi feed each row as it is needed; chi and iota write it.
@inline(__always)
private func round(
  from a: UnsafeMutablePointer<UInt64>, to e: UnsafeMutablePointer<UInt64>, _ constant: UInt64
) {
  // SAFETY: the caller hands in two buffers of 25 lanes each.
  let c0 = unsafe a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20]
  let c1 = unsafe a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21]
  let c2 = unsafe a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22]
  let c3 = unsafe a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23]
  let c4 = unsafe a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]
  let d0 = c4 ^ rotated(c1, by: 1)
  let d1 = c0 ^ rotated(c2, by: 1)
  let d2 = c1 ^ rotated(c3, by: 1)
  let d3 = c2 ^ rotated(c4, by: 1)
  let d4 = c3 ^ rotated(c0, by: 1)

  var b0 = unsafe a[0] ^ d0
  var b1 = unsafe rotated(a[6] ^ d1, by: 44)
  var b2 = unsafe rotated(a[12] ^ d2, by: 43)
  var b3 = unsafe rotated(a[18] ^ d3, by: 21)
  var b4 = unsafe rotated(a[24] ^ d4, by: 14)
  unsafe e[0] = b0 ^ (b1 | b2) ^ constant
  unsafe e[1] = b1 ^ (~b2 | b3)
  unsafe e[2] = b2 ^ (b3 & b4)
  unsafe e[3] = b3 ^ (b4 | b0)
  unsafe e[4] = b4 ^ (b0 & b1)

  b0 = unsafe rotated(a[3] ^ d3, by: 28)
  b1 = unsafe rotated(a[9] ^ d4, by: 20)
  b2 = unsafe rotated(a[10] ^ d0, by: 3)
  b3 = unsafe rotated(a[16] ^ d1, by: 45)
  b4 = unsafe rotated(a[22] ^ d2, by: 61)
  unsafe e[5] = b0 ^ (b1 | b2)
  unsafe e[6] = b1 ^ (b2 & b3)
  unsafe e[7] = b2 ^ (b3 | ~b4)
  unsafe e[8] = b3 ^ (b4 | b0)
  unsafe e[9] = b4 ^ (b0 & b1)

  b0 = unsafe rotated(a[1] ^ d1, by: 1)
  b1 = unsafe rotated(a[7] ^ d2, by: 6)
  b2 = unsafe rotated(a[13] ^ d3, by: 25)
  b3 = unsafe rotated(a[19] ^ d4, by: 8)
  b4 = unsafe rotated(a[20] ^ d0, by: 18)
  unsafe e[10] = b0 ^ (b1 | b2)
  unsafe e[11] = b1 ^ (b2 & b3)
  unsafe e[12] = b2 ^ (~b3 & b4)
  unsafe e[13] = ~b3 ^ (b4 | b0)
  unsafe e[14] = b4 ^ (b0 & b1)

  b0 = unsafe rotated(a[4] ^ d4, by: 27)
  b1 = unsafe rotated(a[5] ^ d0, by: 36)
  b2 = unsafe rotated(a[11] ^ d1, by: 10)
  b3 = unsafe rotated(a[17] ^ d2, by: 15)
  b4 = unsafe rotated(a[23] ^ d3, by: 56)
  unsafe e[15] = b0 ^ (b1 & b2)
  unsafe e[16] = b1 ^ (b2 | b3)
  unsafe e[17] = b2 ^ (~b3 | b4)
  unsafe e[18] = ~b3 ^ (b4 & b0)
  unsafe e[19] = b4 ^ (b0 | b1)

  b0 = unsafe rotated(a[2] ^ d2, by: 62)
  b1 = unsafe rotated(a[8] ^ d3, by: 55)
  b2 = unsafe rotated(a[14] ^ d4, by: 39)
  b3 = unsafe rotated(a[15] ^ d0, by: 41)
  b4 = unsafe rotated(a[21] ^ d1, by: 2)
  unsafe e[20] = b0 ^ (~b1 & b2)
  unsafe e[21] = ~b1 ^ (b2 | b3)
  unsafe e[22] = b2 ^ (b3 & b4)
  unsafe e[23] = b3 ^ (b4 | b0)
  unsafe e[24] = b4 ^ (b0 & b1)
}
