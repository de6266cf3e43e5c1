import Cryptography
import Testing

@Suite struct KeyDerivationTests {
  private func derivation(
    saltBytes: Int, keyBytes: Int = KeyDerivation.keyBytes
  ) throws -> KeyDerivation {
    try KeyDerivation(
      .scrypt(.light), salt: [UInt8](repeating: 1, count: saltBytes), keyBytes: keyBytes)
  }

  @Test func `the salt is held to its limits`() throws {
    for count in [1, 32, 256] {
      #expect(try derivation(saltBytes: count).salt.count == count)
    }
    for count in [0, 257, 100_000] {
      #expect(throws: KeyDerivationError.saltBytes(count, limit: KeyDerivation.saltBytesMax)) {
        try derivation(saltBytes: count)
      }
    }
  }

  @Test func `the derived key has one length`() {
    for count in [.min, -1, 0, 16, 31, 33, 64, .max] {
      #expect(throws: KeyDerivationError.keyBytes(count, expected: 32)) {
        try derivation(saltBytes: 32, keyBytes: count)
      }
    }
  }
}
