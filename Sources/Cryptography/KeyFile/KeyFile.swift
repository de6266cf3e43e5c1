package import Codec

/// A private key under a passphrase: Web3 Secret Storage, version 3, without its JSON.
///
/// | JSON                                  | here                              |
/// |---------------------------------------|-----------------------------------|
/// | `id`, a UUID                          | `id`                              |
/// | `address`, may be missing             | `address`                         |
/// | `crypto.kdf`, `crypto.kdfparams`      | `derivation`                      |
/// | `crypto.cipher`                       | always `aes-128-ctr`              |
/// | `crypto.cipherparams.iv`              | `iv`                              |
/// | `crypto.ciphertext`, `crypto.mac`     | `ciphertext`, `mac`               |
package struct KeyFile: Hashable, Sendable {
  package let id: FixedBytes<16>
  /// Whose key this is said to be.
  ///
  /// Decrypting holds it against the key.
  package let address: FixedBytes<20>?
  package let derivation: KeyDerivation
  package let iv: FixedBytes<16>
  package let ciphertext: FixedBytes<32>
  package let mac: FixedBytes<32>

  /// Takes the parts of a file as it was read.
  package init(
    id: FixedBytes<16>, address: FixedBytes<20>?, derivation: KeyDerivation, iv: FixedBytes<16>,
    ciphertext: FixedBytes<32>, mac: FixedBytes<32>
  ) {
    self.id = id
    self.address = address
    self.derivation = derivation
    self.iv = iv
    self.ciphertext = ciphertext
    self.mac = mac
  }

  /// Encrypts a key.
  ///
  /// The salt of the derivation, the `iv` and the `id` are fresh random bytes for each file. With
  /// the same salt and passphrase, two files with one `iv` would give away both keys' difference.
  package init(
    encrypting key: borrowing PrivateKey, passphrase: [UInt8], derivation: KeyDerivation,
    iv: FixedBytes<16>, id: FixedBytes<16>
  ) {
    var derived = derivation.derive(passphrase: passphrase)
    defer { derived.erase() }
    var bytes = key.withSecret { secret in FixedBytes<32>(copying: secret) }
    Self.applyCipher(to: &bytes, derived: derived, iv: iv)
    self.init(
      id: id, address: key.publicKey.address, derivation: derivation, iv: iv,
      ciphertext: bytes, mac: Self.mac(of: bytes, derived: derived))
  }

  /// Checks the passphrase and returns the key.
  package func decrypt(passphrase: [UInt8]) throws(KeyFileError) -> PrivateKey {
    var derived = derivation.derive(passphrase: passphrase)
    defer { derived.erase() }
    let expected = Self.mac(of: ciphertext, derived: derived)
    guard ConstantTime.equal(expected.storage.span, mac.storage.span) else {
      throw .wrongPassphrase
    }
    var secret = ciphertext
    defer { secret.erase() }
    Self.applyCipher(to: &secret, derived: derived, iv: iv)
    let key: PrivateKey
    do throws(KeyError) {
      key = try PrivateKey(secret)
    } catch {
      throw .notAKey(error)
    }
    // The authentication code does not cover the address.
    let actual = key.publicKey.address
    if let address, address != actual { throw .otherAddress(stated: address, actual: actual) }
    return key
  }

  private static func applyCipher(
    to bytes: inout FixedBytes<32>, derived: FixedBytes<32>, iv: FixedBytes<16>
  ) {
    var key = FixedBytes<16>(copying: derived.storage.span.extracting(first: 16))
    defer { key.erase() }
    var span = bytes.storage.mutableSpan
    AES128CTR.apply(to: &span, key: key, counter: iv)
  }

  /// Keccak-256 over the second half of the derived key and the ciphertext.
  private static func mac(
    of ciphertext: FixedBytes<32>, derived: FixedBytes<32>
  ) -> FixedBytes<32> {
    var hasher = Keccak256()
    hasher.update(derived.storage.span.extracting(last: 16))
    hasher.update(ciphertext.storage.span)
    return hasher.finalize().bytes
  }
}
