package import Codec

/// SHA-256 of FIPS 180-4: the hash behind key derivation and message authentication.
///
/// The chain itself hashes with Keccak-256 only.
package struct SHA256: Sendable {
  static var blockBytes: Int { 64 }

  private var state: InlineArray<8, UInt32> = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A,
    0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]

  /// The bytes that do not fill a block yet; how many is the total modulo the block.
  private var partial = InlineArray<64, UInt8>(repeating: 0)

  private var totalBytes: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    let filled = Int(totalBytes % UInt64(Self.blockBytes))
    totalBytes += UInt64(bytes.count)
    var position = 0
    if filled > 0 {
      position = min(Self.blockBytes - filled, bytes.count)
      for index in 0..<position { partial[filled + index] = bytes[index] }
      guard filled + position == Self.blockBytes else { return }
      Self.compress(partial.span, at: 0, into: &state)
    }
    while bytes.count - position >= Self.blockBytes {
      Self.compress(bytes, at: position, into: &state)
      position += Self.blockBytes
    }
    for index in position..<bytes.count { partial[index - position] = bytes[index] }
  }

  /// The hash of everything taken in.
  package consuming func finalize() -> FixedBytes<32> {
    let filled = Int(totalBytes % UInt64(Self.blockBytes))
    var last = partial
    let totalBits = totalBytes &* 8
    last[filled] = 0x80
    for index in (filled + 1)..<Self.blockBytes { last[index] = 0 }
    if filled >= Self.blockBytes - 8 {
      // No room for the length: it goes into a block of its own.
      Self.compress(last.span, at: 0, into: &state)
      last = InlineArray(repeating: 0)
    }
    for index in 0..<8 {
      let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* index)
      last[Self.blockBytes - 8 + index] = UInt8(truncatingIfNeeded: totalBits &>> shift)
    }
    Self.compress(last.span, at: 0, into: &state)

    var hash = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<32 {
      let shift = UInt32(truncatingIfNeeded: 24 &- 8 &* (index & 3))
      hash[index] = UInt8(truncatingIfNeeded: state[index &>> 2] &>> shift)
    }
    return FixedBytes(storage: hash)
  }

  package static func hash(_ bytes: Span<UInt8>) -> FixedBytes<32> {
    var hasher = Self()
    hasher.update(bytes)
    return hasher.finalize()
  }

  /// FIPS 180-4 §6.2.2: one block of 64 bytes.
  private static func compress(
    _ bytes: Span<UInt8>, at position: Int, into state: inout InlineArray<8, UInt32>
  ) {
    var schedule = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<16 { schedule[index] = bytes.bigEndian32(at: position &+ 4 &* index) }
    for index in 16..<64 {
      let early = schedule[index &- 15]
      let late = schedule[index &- 2]
      let sigma0 = rotated(early, by: 7) ^ rotated(early, by: 18) ^ early &>> 3
      let sigma1 = rotated(late, by: 17) ^ rotated(late, by: 19) ^ late &>> 10
      schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
    }

    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let sum1 = rotated(e, by: 6) ^ rotated(e, by: 11) ^ rotated(e, by: 25)
      let choice = e & f ^ ~e & g
      let first = h &+ sum1 &+ choice &+ constants[index] &+ schedule[index]
      let sum0 = rotated(a, by: 2) ^ rotated(a, by: 13) ^ rotated(a, by: 22)
      let majority = a & b ^ a & c ^ b & c
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  private static let constants: InlineArray<64, UInt32> = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
    0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
    0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
    0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
    0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
    0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
    0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
    0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
    0xC671_78F2,
  ]
}

@inline(__always)
private func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
  word &>> count | word &<< (32 &- count)
}
