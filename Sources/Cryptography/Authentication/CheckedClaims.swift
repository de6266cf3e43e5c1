/// Claims that were found true a short while ago, so that none is checked twice.
///
/// A validator meets most signatures of a certificate before, as votes; comparing one with what it
/// remembers costs a hundredth of checking it. What is forgotten is checked again, so the bound
/// costs time and nothing else.
package struct CheckedClaims: Sendable {
  /// How many claims of each of the two generations are remembered.
  private let generationCountMax: Int
  private var young: Set<SignatureClaim> = []
  private var old: Set<SignatureClaim> = []

  package init(remembering count: Int) {
    generationCountMax = (count + 1) / 2
  }

  /// Whether a claim is true: from memory, else by checking it.
  mutating func isTrue(_ claim: SignatureClaim) -> Bool {
    if young.contains(claim) { return true }
    guard old.contains(claim) || claim.key.isValid(claim.signature, for: claim.digest) else {
      return false
    }
    if young.count >= generationCountMax {
      old = young
      young = []
    }
    young.insert(claim)
    return true
  }
}

extension SignatureClaim: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.digest == right.digest && left.signature == right.signature && left.key == right.key
  }

  package func hash(into hasher: inout Hasher) {
    // Two claims seldom differ in the key or the signature alone.
    hasher.combine(digest)
    hasher.combine(signature.bytes)
  }
}

extension Unverified where Message: Claimed {
  /// Checks every signature the message needs that is not remembered to be true.
  package func verified(
    under authority: Message.Authority, remembering checked: inout CheckedClaims
  ) throws(VerificationError<Message.Refusal>) -> Verified<Message> {
    try verified(under: authority) { checked.isTrue($0) }
  }
}
