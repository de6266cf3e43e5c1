package import Codec
package import State

/// What a key has in a state, with the header that is final and names that state.
package struct ProvenEntry: Sendable {
  package let certified: CertifiedHeader
  package let proof: StateProof

  package init(certified: CertifiedHeader, proof: StateProof) {
    self.certified = certified
    self.proof = proof
  }
}

extension ProvenEntry: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(certified)
    writer.write(proof)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    certified = try CertifiedHeader(from: &reader, in: bytes)
    proof = try StateProof(from: &reader, in: bytes)
  }
}
