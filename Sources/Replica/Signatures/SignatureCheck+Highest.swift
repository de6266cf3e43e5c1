import Chain
import Consensus
import Cryptography

extension SignatureCheck {
  /// Checks what a peer has from quorums, and lifts the votes of a key out of it.
  static func highest(
    _ highest: [CertifiedHeader], _ authorities: [Certificate.Authority],
    seeking key: PublicKey?, remembering checked: inout CheckedClaims
  ) throws -> CheckOutcome {
    var findings: [LossInquiry.Finding] = []
    var votes: [Verified<Vote>] = []
    for (entry, authority) in zip(highest, authorities) {
      let certificate = try Unverified(entry.certificate)
        .verified(under: authority, remembering: &checked)
      findings.append(LossInquiry.Finding(certificate: certificate, header: entry.header))
      guard let key, let place = authority.set.index(of: key),
        let own = entry.certificate.votes.first(where: { $0.member == place })
      else { continue }
      let voter = Vote.Authority(key: key, network: authority.network)
      votes.append(try Unverified(own.vote).verified(under: voter, remembering: &checked))
    }
    return .highest(findings, votes)
  }
}
