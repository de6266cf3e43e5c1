package import Codec

/// AES-128 in counter mode (FIPS 197, SP 800-38A §6.5): the cipher of key files.
///
/// It only ever sees the 32 bytes of a private key, so it is written to be short and to take the
/// same time for all secrets: the S-box is computed, and memory is never addressed by a secret.
package enum AES128CTR {
  private typealias Block = SIMD16<UInt8>

  private static var roundCount: Int { 10 }
  private static var blockBytes: Int { 16 }

  /// Adds the key stream that begins with the given counter block, which is both directions.
  package static func apply(
    to message: inout MutableSpan<UInt8>, key: FixedBytes<16>, counter: FixedBytes<16>
  ) {
    var roundKeys = expand(key)
    defer { roundKeys.erase() }
    var counter = counter
    for start in stride(from: 0, to: message.count, by: blockBytes) {
      let stream = encrypt(block(counter), roundKeys)
      for index in start..<min(start + blockBytes, message.count) {
        message[index] ^= stream[index - start]
      }
      increment(&counter)
    }
  }

  /// The counter is one number of 128 bits, most significant byte first.
  private static func increment(_ counter: inout FixedBytes<16>) {
    for index in stride(from: blockBytes - 1, through: 0, by: -1) {
      counter[index] &+= 1
      if counter[index] != 0 { return }
    }
  }

  private static func block(_ bytes: FixedBytes<16>) -> Block {
    var block = Block.zero
    for index in 0..<blockBytes { block[index] = bytes[index] }
    return block
  }

  /// FIPS 197 §5.2: the key of each round.
  private static func expand(_ key: FixedBytes<16>) -> InlineArray<11, Block> {
    var roundKeys = InlineArray<11, Block>(repeating: block(key))
    var constant = Block(repeating: 1)
    for round in 1...roundCount {
      let last = roundKeys[round - 1]
      let substituted = substitute(last)
      var next = last
      for row in 0..<4 { next[row] ^= substituted[12 + (row + 1) % 4] }
      next[0] ^= constant[0]
      for index in 4..<blockBytes { next[index] ^= next[index - 4] }
      roundKeys[round] = next
      constant = doubled(constant)
    }
    return roundKeys
  }

  /// FIPS 197 §5.1: one block.
  private static func encrypt(
    _ block: Block, _ roundKeys: borrowing InlineArray<11, Block>
  ) -> Block {
    var state = block ^ roundKeys[0]
    for round in 1..<roundCount {
      state = mixColumns(shiftRows(substitute(state))) ^ roundKeys[round]
    }
    return shiftRows(substitute(state)) ^ roundKeys[roundCount]
  }

  /// The S-box on all bytes at once: the inverse in GF(2^8), then the affine map.
  private static func substitute(_ x: Block) -> Block {
    // The inverse is the 254th power, and zero stays zero.
    let x2 = product(x, x)
    let x3 = product(x2, x)
    let x6 = product(x3, x3)
    let x12 = product(x6, x6)
    let x15 = product(x12, x3)
    let x30 = product(x15, x15)
    let x60 = product(x30, x30)
    let x120 = product(x60, x60)
    let x240 = product(x120, x120)
    let inverse = product(product(x240, x12), x2)
    return inverse ^ rotated(inverse, by: 1) ^ rotated(inverse, by: 2) ^ rotated(inverse, by: 3)
      ^ rotated(inverse, by: 4) ^ Block(repeating: 0x63)
  }

  /// Products in GF(2^8), byte by byte.
  private static func product(_ left: Block, _ right: Block) -> Block {
    var (left, right) = (left, right)
    var sum = Block.zero
    for _ in 0..<8 {
      sum ^= left & (Block.zero &- (right & Block(repeating: 1)))
      left = doubled(left)
      right = right &>> Block(repeating: 1)
    }
    return sum
  }

  /// Twice each byte in GF(2^8), modulo x^8 + x^4 + x^3 + x + 1.
  private static func doubled(_ x: Block) -> Block {
    let carried = Block.zero &- (x &>> Block(repeating: 7))
    return x &<< Block(repeating: 1) ^ carried & Block(repeating: 0x1B)
  }

  private static func rotated(_ x: Block, by count: UInt8) -> Block {
    x &<< Block(repeating: count) | x &>> Block(repeating: 8 - count)
  }

  /// The state is held column by column; row r turns left by r places.
  private static func shiftRows(_ x: Block) -> Block {
    Block(
      x[0], x[5], x[10], x[15], x[4], x[9], x[14], x[3],
      x[8], x[13], x[2], x[7], x[12], x[1], x[6], x[11])
  }

  /// Each byte becomes 2a + 3b + c + d of its column, from itself downwards.
  private static func mixColumns(_ x: Block) -> Block {
    let next = turnColumns(x)
    let opposite = turnColumns(next)
    return doubled(x ^ next) ^ next ^ opposite ^ turnColumns(opposite)
  }

  private static func turnColumns(_ x: Block) -> Block {
    Block(
      x[1], x[2], x[3], x[0], x[5], x[6], x[7], x[4],
      x[9], x[10], x[11], x[8], x[13], x[14], x[15], x[12])
  }
}
