/// Why bytes are no key.
package enum KeyError: Error, Equatable {
  /// A private key is a number from 1 to the order of the curve less one.
  case privateKeyOutOfRange
  /// A public key is a point of the curve, in the compressed or the plain form.
  case publicKeyNotOnCurve
}

extension KeyError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .privateKeyOutOfRange:
      "a private key is a number from 1 to the order of secp256k1 less one, and this one is not"
    case .publicKeyNotOnCurve:
      "these bytes are no point of secp256k1"
    }
  }
}
