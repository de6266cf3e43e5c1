package import Codec

/// Keccak-256 as Ethereum uses it: the one hash of the chain.
///
/// This is the submission's padding (0x01), not the one of the later SHA-3 standard (0x06). A hash
/// in progress cannot be copied, since copying its 200 bytes costs a good part of a short hash.
package struct Keccak256: ~Copyable, Sendable {
  /// How many bytes one permutation takes in.
  private static var rateBytes: Int { 136 }

  private var state = KeccakState()

  /// How many bytes of the current block are taken in already, always less than the rate.
  private var filledBytes = 0

  package init() {}

  package mutating func update(_ bytes: Span<UInt8>) {
    var position = 0
    while position < bytes.count {
      let wholeLanes = min((Self.rateBytes - filledBytes) / 8, (bytes.count - position) / 8)
      let taken: Int
      if filledBytes % 8 == 0 && wholeLanes > 0 {
        absorb(wholeLanes, of: bytes, at: position)
        taken = 8 * wholeLanes
      } else {
        taken = min(8 - filledBytes % 8, bytes.count - position)
        // What is read beyond the lane's end is shifted out.
        let part = Self.littleEndian(of: bytes, at: position)
        state.lanes[filledBytes / 8] ^= part &<< UInt64(truncatingIfNeeded: filledBytes % 8 * 8)
      }
      position += taken
      advance(by: taken)
    }
  }

  /// The eight bytes at a position, or as many as there are.
  private static func littleEndian(of bytes: Span<UInt8>, at position: Int) -> UInt64 {
    guard bytes.count - position < 8 else {
      // SAFETY: eight bytes are there.
      return unsafe bytes.withUnsafeBytes { bytes in
        UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      }
    }
    var part: UInt64 = 0
    for index in (position..<bytes.count).reversed() { part = part &<< 8 | UInt64(bytes[index]) }
    return part
  }

  package mutating func update(byte: UInt8) {
    let shift = UInt64(truncatingIfNeeded: filledBytes % 8 * 8)
    state.lanes[filledBytes / 8] ^= UInt64(byte) &<< shift
    advance(by: 1)
  }

  private mutating func advance(by count: Int) {
    filledBytes += count
    if filledBytes == Self.rateBytes {
      state.permute()
      filledBytes = 0
    }
  }

  /// Takes in whole lanes where a lane begins.
  private mutating func absorb(_ count: Int, of bytes: Span<UInt8>, at position: Int) {
    let first = filledBytes / 8
    var lanes = state.lanes.mutableSpan
    // SAFETY: the caller has checked that so many lanes are left in the block and in the bytes.
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe lanes.withUnsafeMutableBufferPointer { lanes in
        guard let source = bytes.baseAddress, let target = lanes.baseAddress else { return }
        for index in 0..<count {
          let lane = unsafe (source + position + 8 &* index).loadUnaligned(as: UInt64.self)
          unsafe target[first &+ index] ^= UInt64(littleEndian: lane)
        }
      }
    }
  }

  package mutating func update<let count: Int>(_ bytes: FixedBytes<count>) {
    update(bytes.storage.span)
  }

  /// The hash of everything taken in.
  package consuming func finalize() -> Digest {
    finish()
  }

  package static func hash(_ bytes: Span<UInt8>) -> Digest {
    var hasher = Self()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// Pads and squeezes in place, which a consuming function would do on a copy.
  private mutating func finish() -> Digest {
    state.lanes[filledBytes / 8] ^= 1 &<< UInt64(truncatingIfNeeded: filledBytes % 8 * 8)
    state.lanes[16] ^= 1 &<< 63
    state.permute()
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var span = digest.mutableSpan
    // SAFETY: four lanes of eight bytes fill the 32 bytes of the digest exactly.
    unsafe span.withUnsafeMutableBytes { bytes in
      for index in 0..<4 {
        unsafe bytes.storeBytes(
          of: state.lanes[index].littleEndian, toByteOffset: 8 * index, as: UInt64.self)
      }
    }
    return Digest(FixedBytes(storage: digest))
  }

  /// Hashes the text's UTF-8 bytes, for fixed tags and type signatures.
  package static func hash(_ text: String) -> Digest {
    hash(Array(text.utf8).span)
  }
}
