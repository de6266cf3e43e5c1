package import Cryptography

/// A key made for one connection, erased with the last handshake that refers to it.
package final class EphemeralKey: Sendable {
  let key: PrivateKey

  package init(_ key: consuming PrivateKey) {
    self.key = key
  }
}
