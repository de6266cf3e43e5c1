import Chain
import Codec
import Cryptography

/// A consensus key of a simulated world; the secrets are the same in every world, so that they are
/// derived once.
struct ValidatorKey: Sendable {
  /// Holds what cannot be copied, for all copies of a key together.
  private final class Signer: Sendable {
    let key: PrivateKey

    init(_ secret: FixedBytes<32>) throws(KeyError) {
      key = try PrivateKey(secret)
    }
  }

  let secret: FixedBytes<32>
  private let signer: Signer
  let publicKey: PublicKey
  let account: Address
  /// Whether another node has the same key and is the one that is counted.
  var isTwin = false

  /// Enough for the largest world.
  static let all: [ValidatorKey] = (1...32).compactMap { number in
    let digest = Keccak256.hash(Array("simulated validator \(number)".utf8).span)
    guard let signer = try? Signer(digest.bytes) else { return nil }
    let key = signer.key.publicKey
    return ValidatorKey(
      secret: digest.bytes, signer: signer, publicKey: key, account: Address(of: key))
  }

  /// The key once more, for an owner of its own.
  var privateKey: PrivateKey {
    guard let key = try? PrivateKey(secret) else {
      preconditionFailure("the secret was a key when the list was made")
    }
    return key
  }

  func vote(_ statement: Statement, on network: Network) -> Vote {
    Vote(statement: statement, signature: signer.key.sign(statement.digest(on: network)))
  }
}
