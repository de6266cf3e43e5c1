import Cryptography

/// The hash of a bucket, made while its entries are read.
struct BucketHash: ~Copyable {
  private(set) var count = 0
  private var hasher = Keccak256()

  init() {
    hasher.update(byte: 0x02)
  }

  mutating func add(key: Span<UInt8>, value: Span<UInt8>) {
    count += 1
    hasher.update(byte: UInt8(key.count))
    hasher.update(key)
    let size = UInt32(value.count)
    hasher.update(byte: UInt8(truncatingIfNeeded: size))
    hasher.update(byte: UInt8(truncatingIfNeeded: size >> 8))
    hasher.update(byte: UInt8(truncatingIfNeeded: size >> 16))
    hasher.update(byte: UInt8(truncatingIfNeeded: size >> 24))
    if value.count <= StateLimits.inlineValueSizeBytesMax {
      hasher.update(value)
    } else {
      hasher.update(Keccak256.hash(value).bytes)
    }
  }

  consuming func finalize() -> Digest { hasher.finalize() }
}
