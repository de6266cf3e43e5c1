package import Codec
package import Cryptography

/// A statement with one validator's signature.
///
/// Two signatures of one key over one statement are one vote, so votes are compared by statement
/// and signer, never by signature bytes.
package struct Vote: Sendable {
  package let statement: Statement
  package let signature: Signature

  package init(statement: Statement, signature: Signature) {
    self.statement = statement
    self.signature = signature
  }
}

extension Vote: Claimed {
  /// Whose vote this is taken for, and on which network.
  package struct Authority: Sendable {
    package let key: PublicKey
    package let network: Network

    package init(key: PublicKey, network: Network) {
      self.key = key
      self.network = network
    }
  }

  package func claims(under authority: Authority) throws(Never) -> [SignatureClaim] {
    let digest = statement.digest(on: authority.network)
    return [SignatureClaim(key: authority.key, digest: digest, signature: signature)]
  }
}

extension Vote: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(statement)
    writer.write(signature)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    statement = try Statement(from: &reader, in: bytes)
    signature = try Signature(from: &reader, in: bytes)
  }
}
