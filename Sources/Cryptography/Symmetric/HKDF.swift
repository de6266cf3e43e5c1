package import Codec

/// Key derivation by RFC 5869 with SHA-256: from a shared secret to the keys of a channel.
package enum HKDF {
  private static var hashBytes: Int { 32 }

  /// Concentrates a secret, of any length and distribution, in one key.
  package static func extract(salt: Span<UInt8>, secret: Span<UInt8>) -> FixedBytes<32> {
    HMACSHA256.authenticate(secret, key: salt)
  }

  /// Derives as many bytes as the result holds; each `info` gives keys of its own.
  package static func expand<let count: Int>(
    _ key: FixedBytes<32>, info: Span<UInt8>, as type: FixedBytes<count>.Type = FixedBytes.self
  ) -> FixedBytes<count> {
    precondition(count <= 255 * hashBytes, "at most 255 hashes are derived from one key")
    var code = HMACSHA256(key: key.storage.span)
    var derived = FixedBytes<count>.zero
    var block = FixedBytes<32>.zero
    for start in stride(from: 0, to: count, by: hashBytes) {
      if start > 0 { code.update(block.storage.span) }
      code.update(info)
      code.update([UInt8(start / hashBytes + 1)].span)
      block = code.finalize()
      for index in start..<min(start + hashBytes, count) { derived[index] = block[index - start] }
    }
    block.erase()
    return derived
  }

  /// Extracts and expands.
  package static func derive<let count: Int>(
    from secret: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>,
    as type: FixedBytes<count>.Type = FixedBytes.self
  ) -> FixedBytes<count> {
    var key = extract(salt: salt, secret: secret)
    defer { key.erase() }
    return expand(key, info: info)
  }
}
