/// A message as it came from outside: well-formed, and nothing more is known.
package struct Unverified<Message: Sendable>: Sendable {
  package let message: Message

  package init(_ message: Message) {
    self.message = message
  }
}

/// A message whose signatures this process has checked. Only this file can make one.
package struct Verified<Message: Sendable>: Sendable {
  package let message: Message

  fileprivate init(checked message: Message) {
    self.message = message
  }
}

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
  associatedtype Authority
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

extension Unverified where Message: Claimed {
  /// Checks every signature the message needs.
  package func verified(
    under authority: Message.Authority
  ) throws(VerificationError<Message.Refusal>) -> Verified<Message> {
    let claims: [SignatureClaim]
    do throws(Message.Refusal) {
      claims = try message.claims(under: authority)
    } catch {
      throw .refused(error)
    }
    precondition(!claims.isEmpty, "a message holds by at least one signature")
    for (index, claim) in claims.enumerated() {
      guard claim.key.isValid(claim.signature, for: claim.digest) else {
        throw .wrongSignature(index: index)
      }
    }
    return Verified(checked: message)
  }
}
