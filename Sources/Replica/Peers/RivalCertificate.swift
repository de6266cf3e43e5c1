import Chain

/// A certificate that is checked if another over the same subject is false.
struct RivalCertificate: Sendable {
  let certificate: Certificate
  let peer: Address

  init(_ certificate: Certificate, _ peer: Address) {
    self.certificate = certificate
    self.peer = peer
  }
}
