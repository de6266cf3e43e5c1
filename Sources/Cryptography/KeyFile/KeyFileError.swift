package import Codec

/// Why a key file is not decrypted.
package enum KeyFileError: Error, Equatable {
  /// The authentication code does not match: another passphrase, or a changed file.
  case wrongPassphrase
  /// The code matches, and what it protects is no key.
  case notAKey(KeyError)
  /// The code matches, and the key belongs to another address than the file says.
  case otherAddress(stated: FixedBytes<20>, actual: FixedBytes<20>)
}

extension KeyFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongPassphrase:
      "the passphrase does not open this key file; check it, or restore the file if it was changed"
    case .notAKey(let error):
      "the key file opens and holds no usable key: \(error)"
    case .otherAddress(let stated, let actual):
      "the key file says it holds the key of \(stated), and it holds the key of \(actual)"
    }
  }
}
