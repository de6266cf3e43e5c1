package import Cryptography
import Codec

/// What a handshake leads to: who is there, and the ciphers of both directions.
package struct Secured: Sendable {
  package let peer: PublicKey
  package var sealing: FrameCipher
  package var opening: FrameCipher
}
