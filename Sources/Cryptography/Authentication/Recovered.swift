/// A message that names its signer by nothing but the signature.
package protocol SelfSigned: Sendable {
  /// Who a key is in this message's world: the key itself, or the account it owns.
  associatedtype Signer: Sendable

  var signature: Signature { get }
  var signedDigest: Digest { get }

  static func signer(with key: PublicKey) -> Signer
}

/// A message together with the signer its signature leads to.
///
/// Only this file can make one.
package struct Recovered<Message: SelfSigned>: Sendable {
  package let message: Message
  package let signer: Message.Signer

  fileprivate init(message: Message, signer: Message.Signer) {
    self.message = message
    self.signer = signer
  }
}

extension Unverified where Message: SelfSigned {
  /// Recovers the signer; fails when no key could have made the signature.
  package func recovered() throws(SignatureError) -> Recovered<Message> {
    let key = try PublicKey(recoveredFrom: message.signature, for: message.signedDigest)
    return Recovered(message: message, signer: Message.signer(with: key))
  }
}
