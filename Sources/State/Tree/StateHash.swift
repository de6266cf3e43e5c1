import Codec
package import Cryptography

/// The three hashes of the state tree.
///
/// Protocol: State.
package enum StateHash {
  /// The hash of a state without entries.
  package static let empty = Digest.zero

  /// The hash of up to sixteen entries, laid out one behind the other in the order of keys.
  package static func bucket(_ entries: Span<UInt8>) -> Digest {
    var hasher = Keccak256()
    hasher.update([0x02].span)
    hasher.update(entries)
    return hasher.finalize()
  }

  /// ```
  /// ┌──────┬────────────┬──────────────────────┬───────────────────────┐
  /// │ 0x03 │ bit number │ digest of the left   │ digest of the right   │
  /// │ 1    │ 2          │ subtree (bit 0)  32  │ subtree (bit 1)  32   │
  /// └──────┴────────────┴──────────────────────┴───────────────────────┘
  /// ```
  package static func branch(bit: UInt16, left: Digest, right: Digest) -> Digest {
    var bytes = InlineArray<67, UInt8>(repeating: 0x03)
    bytes[1] = UInt8(truncatingIfNeeded: bit)
    bytes[2] = UInt8(truncatingIfNeeded: bit >> 8)
    for index in 0..<32 {
      bytes[3 + index] = left.bytes.storage[index]
      bytes[35 + index] = right.bytes.storage[index]
    }
    return Keccak256.hash(bytes.span)
  }

  /// Lays one entry out behind others.
  ///
  /// ```
  /// ┌────────────┬─────┬──────────────┬────────────────────────────────────────────┐
  /// │ key length │ key │ value length │ the value, or its hash where it has more   │
  /// │ 1          │     │ 4            │ than 32 bytes                              │
  /// └────────────┴─────┴──────────────┴────────────────────────────────────────────┘
  /// ```
  package static func append(
    key: Span<UInt8>, value: Span<UInt8>, to entries: inout [UInt8]
  ) {
    entries.append(UInt8(key.count))
    entries.append(copying: key)
    let size = UInt32(value.count)
    for shift: UInt32 in [0, 8, 16, 24] { entries.append(UInt8(truncatingIfNeeded: size >> shift)) }
    if value.count <= StateLimits.inlineValueSizeBytesMax {
      entries.append(copying: value)
    } else {
      let digest = Keccak256.hash(value)
      entries.append(copying: digest.bytes.storage.span)
    }
  }
}
