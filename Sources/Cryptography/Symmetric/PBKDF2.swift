import Codec

/// Key derivation from a passphrase by RFC 8018 §5.2 with HMAC-SHA-256, at a checked cost.
package struct PBKDF2: Hashable, Sendable {
  /// A few seconds of work.
  package static var iterationsMax: Int { 10_000_000 }

  package let iterations: Int

  package init(iterations: Int) throws(KeyDerivationError) {
    guard 1...Self.iterationsMax ~= iterations else {
      throw .iterations(iterations, limit: Self.iterationsMax)
    }
    self.init(checkedIterations: iterations)
  }

  private init(checkedIterations iterations: Int) {
    self.iterations = iterations
  }

  /// The cheap form in which scrypt uses it.
  static var once: Self { Self(checkedIterations: 1) }

  /// Fills a key with derived bytes.
  package func derive(
    _ key: inout MutableSpan<UInt8>, passphrase: Span<UInt8>, salt: Span<UInt8>
  ) {
    var code = HMACSHA256(key: passphrase)
    var number: UInt32 = 0
    var start = 0
    while start < key.count {
      number += 1
      code.update(salt)
      code.update(InlineArray<4, UInt8> { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }.span)
      var last = code.finalize().storage
      var sum = last
      for _ in 1..<iterations {
        code.update(last.span)
        last = code.finalize().storage
        for index in 0..<32 { sum[index] ^= last[index] }
      }
      for index in start..<min(start + 32, key.count) { key[index] = sum[index - start] }
      sum.erase()
      start += 32
    }
  }
}
