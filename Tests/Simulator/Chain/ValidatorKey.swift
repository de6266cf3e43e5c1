import Chain
import Codec
import Cryptography

/// A consensus key of a simulated world; the secrets are the same in every world, so that they are
/// derived once.
struct ValidatorKey: Sendable {
  let secret: FixedBytes<32>
  let publicKey: PublicKey
  let account: Address
  /// Whether another node has the same key and is the one that is counted.
  var isTwin = false

  /// Enough for the largest world.
  static let all: [ValidatorKey] = (1...32).compactMap { number in
    let digest = Keccak256.hash(Array("simulated validator \(number)".utf8).span)
    guard let key = try? PrivateKey(digest.bytes).publicKey else { return nil }
    return ValidatorKey(secret: digest.bytes, publicKey: key, account: Address(of: key))
  }

  var privateKey: PrivateKey {
    guard let key = try? PrivateKey(secret) else {
      preconditionFailure("the secret was a key when the list was made")
    }
    return key
  }

  func vote(_ statement: Statement, on network: Network) -> Vote {
    Vote(statement: statement, signature: privateKey.sign(statement.digest(on: network)))
  }
}
