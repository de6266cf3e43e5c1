/// That a key signed a digest.
package struct SignatureClaim: Sendable {
  package let key: PublicKey
  package let digest: Digest
  package let signature: Signature

  package init(key: PublicKey, digest: Digest, signature: Signature) {
    self.key = key
    self.digest = digest
    self.signature = signature
  }
}

/// A message that holds when known keys signed it.
package protocol Claimed: Sendable {
  /// What tells whose signatures are needed: a key, a set of validators, a network.
  associatedtype Authority: Sendable
  /// Why a message cannot hold whatever its signatures are.
  associatedtype Refusal: Error & Equatable

  /// The claims that make the message hold when every one of them is true; at least one.
  func claims(under authority: Authority) throws(Refusal) -> [SignatureClaim]
}

/// Why a message does not become a verified one.
package enum VerificationError<Refusal: Error & Equatable>: Error, Equatable {
  case refused(Refusal)
  /// The signature at this place of the claims is not its key's.
  case wrongSignature(index: Int)
}
