import Codec

/// How the passphrase of a key file becomes the key that encrypts it.
package struct KeyDerivation: Hashable, Sendable {
  /// One of the two functions of the format, with its checked parameters.
  package enum Function: Hashable, Sendable {
    case scrypt(Scrypt)
    case pbkdf2(PBKDF2)
  }

  package static var saltBytesMax: Int { 256 }
  /// The first half of the derived key encrypts, the second authenticates.
  package static var keyBytes: Int { 32 }

  package let function: Function
  package let salt: [UInt8]

  /// Takes what a file states; the function's own parameters were checked when it was made.
  package init(
    _ function: Function, salt: [UInt8], keyBytes: Int = Self.keyBytes
  ) throws(KeyDerivationError) {
    guard 1...Self.saltBytesMax ~= salt.count else {
      throw .saltBytes(salt.count, limit: Self.saltBytesMax)
    }
    guard keyBytes == Self.keyBytes else {
      throw .keyBytes(keyBytes, expected: Self.keyBytes)
    }
    self.function = function
    self.salt = salt
  }

  /// Does the work the parameters ask for; the caller erases the result.
  func derive(passphrase: [UInt8]) -> FixedBytes<32> {
    var key = FixedBytes<32>.zero
    var span = key.storage.mutableSpan
    switch function {
    case .scrypt(let scrypt):
      scrypt.derive(&span, passphrase: passphrase.span, salt: salt.span)
    case .pbkdf2(let pbkdf2):
      pbkdf2.derive(&span, passphrase: passphrase.span, salt: salt.span)
    }
    return key
  }
}
