package import Chain
package import Codec

/// What a node knows that a peer may have forgotten: what quorums have said last, and the newest
/// votes of the validator that the peer speaks for.
///
/// Votes that no quorum joined are in no certificate; only those who heard them can tell.
package struct Testimony: Sendable {
  package let certificates: [CertifiedHeader]
  package let votes: [Vote]

  package init(certificates: [CertifiedHeader], votes: [Vote]) {
    self.certificates = certificates
    self.votes = votes
  }

  var signatureCount: Int {
    certificates.reduce(votes.count) { $0 + $1.certificate.signatures.count }
  }
}

extension Testimony: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeList(certificates)
    writer.writeList(votes)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    certificates = try reader.readList(atMost: ProtocolLimits.highestCertificatesMax, in: bytes)
    votes = try reader.readList(atMost: ProtocolLimits.highestVotesMax, in: bytes)
  }
}
