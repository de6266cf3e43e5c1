/// A message as it came from outside: well-formed, and nothing more is known.
package struct Unverified<Message: Sendable>: Sendable {
  package let message: Message

  package init(_ message: Message) {
    self.message = message
  }
}

/// A message whose signatures this process has checked.
///
/// Only this file can make one.
package struct Verified<Message: Claimed>: Sendable {
  package let message: Message
  /// Whose signatures they are.
  package let authority: Message.Authority

  fileprivate init(checked message: Message, under authority: Message.Authority) {
    self.message = message
    self.authority = authority
  }
}

extension Unverified where Message: Claimed {
  /// Checks every signature the message needs.
  package func verified(
    under authority: Message.Authority
  ) throws(VerificationError<Message.Refusal>) -> Verified<Message> {
    try verified(under: authority) { $0.key.isValid($0.signature, for: $0.digest) }
  }

  /// The check itself; whoever calls it vouches for how a single claim is found true.
  func verified(
    under authority: Message.Authority, isTrue: (SignatureClaim) -> Bool
  ) throws(VerificationError<Message.Refusal>) -> Verified<Message> {
    let claims: [SignatureClaim]
    do throws(Message.Refusal) {
      claims = try message.claims(under: authority)
    } catch {
      throw .refused(error)
    }
    precondition(!claims.isEmpty, "a message holds by at least one signature")
    for (index, claim) in claims.enumerated() {
      guard isTrue(claim) else { throw .wrongSignature(index: index) }
    }
    return Verified(checked: message, under: authority)
  }
}
