package import Codec
package import Cryptography

/// Two votes of one key that no honest validator signs both of.
///
/// No validator set is needed to check it: both signatures lead back to the key that made them.
package struct Evidence: Sendable {
  package let first: Vote
  package let second: Vote

  /// Takes votes that were received from the owner of a known key, or lifted out of certificates.
  ///
  /// Their parity bits may be wrong, since checking against a known key does not look at them; here
  /// they are set right, so that the key can be recovered again.
  package init(
    _ first: Vote, _ second: Vote, by key: PublicKey, on network: Network
  ) throws(SignatureError) {
    self.first = try Self.mended(first, by: key, on: network)
    self.second = try Self.mended(second, by: key, on: network)
  }

  private static func mended(
    _ vote: Vote, by key: PublicKey, on network: Network
  ) throws(SignatureError) -> Vote {
    let digest = vote.statement.digest(on: network)
    let signature = try key.settingParity(of: vote.signature, for: digest)
    return Vote(statement: vote.statement, signature: signature)
  }

  /// The key that is guilty.
  package func offender(on network: Network) throws(EvidenceError) -> PublicKey {
    guard first.statement.contradicts(second.statement) else { throw .noContradiction }
    let firstKey = try Self.signer(of: first, on: network)
    let secondKey = try Self.signer(of: second, on: network)
    guard firstKey == secondKey else { throw .differentSigners(firstKey, secondKey) }
    return firstKey
  }

  private static func signer(
    of vote: Vote, on network: Network
  ) throws(EvidenceError) -> PublicKey {
    do throws(SignatureError) {
      let digest = vote.statement.digest(on: network)
      return try PublicKey(recoveredFrom: vote.signature, for: digest)
    } catch {
      throw .signature(error)
    }
  }
}

extension Evidence: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(first)
    writer.write(second)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    first = try Vote(from: &reader, in: bytes)
    second = try Vote(from: &reader, in: bytes)
  }
}

/// Why two votes prove nothing.
package enum EvidenceError: Error, Equatable {
  case noContradiction
  case signature(SignatureError)
  case differentSigners(PublicKey, PublicKey)
}

extension EvidenceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noContradiction:
      "an honest validator may sign both of these votes"
    case .signature(let error):
      "a vote is not signed: \(error)"
    case .differentSigners(let first, let second):
      "the votes were signed by different keys, \(first) and \(second)"
    }
  }
}
