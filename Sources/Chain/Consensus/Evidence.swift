package import Codec
package import Cryptography

/// Two votes of one key that no honest validator signs both of.
///
/// No validator set is needed to check it: both signatures lead back to the key that made them.
package struct Evidence: Hashable, Sendable {
  package let first: Vote
  package let second: Vote

  package init(_ first: Vote, _ second: Vote) {
    self.first = first
    self.second = second
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
