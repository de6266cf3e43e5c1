import Chain
import Consensus
import Cryptography

extension SignatureCheck {
  /// Checks what a peer testifies, and lifts the votes of a key out of it.
  static func highest(
    _ testimony: Testimony, _ authorities: [Certificate.Authority],
    seeking voter: Vote.Authority?, remembering checked: inout CheckedClaims
  ) throws -> CheckOutcome {
    var findings: [LossInquiry.Finding] = []
    var votes = testimony.votes
    for (entry, authority) in zip(testimony.certificates, authorities) {
      let certificate = try Unverified(entry.certificate)
        .verified(under: authority, remembering: &checked)
      findings.append(LossInquiry.Finding(certificate: certificate, header: entry.header))
      guard let place = voter.flatMap({ authority.set.index(of: $0.key) }) else { continue }
      votes += entry.certificate.votes.filter { $0.member == place }.map(\.vote)
    }
    guard let voter else { return .highest(findings, []) }
    let recognized = try votes.map {
      try Unverified($0).verified(under: voter, remembering: &checked)
    }
    return .highest(findings, recognized)
  }
}
