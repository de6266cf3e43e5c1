package import Codec
package import Cryptography

/// A statement with the signatures of a quorum.
///
/// Any superset of a quorum will do, so certificates are never hashed and never compared.
package struct Certificate: Sendable {
  package let statement: Statement
  /// Which members signed: bit i, lowest bit of each byte first, is member i of the set.
  package let signers: [UInt8]
  /// The signatures in the order of the set.
  package let signatures: [Signature]

  package init(
    statement: Statement, setCount: Int, signatures: SortedMap<Int, Signature>
  ) {
    var signers = [UInt8](repeating: 0, count: (setCount + 7) / 8)
    for (member, _) in signatures {
      precondition(member < setCount, "only members of the set sign")
      signers[member / 8] |= 1 << UInt8(member % 8)
    }
    self.statement = statement
    self.signers = signers
    self.signatures = signatures.map(\.value)
  }

  /// The places of those who signed, in order.
  private var signerIndexes: [Int] {
    (0..<signers.count * 8).filter { signers[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }

  /// The votes this certificate is made of, each with its place in the set.
  package var votes: [(member: Int, vote: Vote)] {
    zip(signerIndexes, signatures).map { member, signature in
      (member, Vote(statement: statement, signature: signature))
    }
  }
}

extension Certificate: Claimed {
  /// The set that serves an epoch, and the network.
  package struct Authority: Sendable {
    package let epoch: Epoch
    package let set: ValidatorSet
    package let network: Network

    package init(epoch: Epoch, set: ValidatorSet, network: Network) {
      self.epoch = epoch
      self.set = set
      self.network = network
    }
  }

  package func claims(
    under authority: Authority
  ) throws(CertificateError) -> [SignatureClaim] {
    guard statement.epoch == authority.epoch else {
      throw .wrongEpoch(found: statement.epoch, expected: authority.epoch)
    }
    let members = authority.set.members
    guard signers.count == (members.count + 7) / 8 else {
      throw .wrongBitmap(bytes: signers.count, members: members.count)
    }
    let indexes = signerIndexes
    if let last = indexes.last, last >= members.count { throw .notAMember(index: last) }
    // Each power is below 2⁶² and so is their sum over the whole set.
    let power = indexes.reduce(0) { $0 + members[$1].power.units }
    guard power >= authority.set.quorum.units else {
      throw .noQuorum(power: Power(power), quorum: authority.set.quorum)
    }
    let digest = statement.digest(on: authority.network)
    return zip(indexes, signatures).map { index, signature in
      SignatureClaim(key: members[index].key, digest: digest, signature: signature)
    }
  }
}

extension Certificate: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(statement)
    writer.writeBytes(signers.span)
    for signature in signatures { writer.write(signature) }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    statement = try Statement(from: &reader, in: bytes)
    signers = try reader.readArray(atMost: (ProtocolLimits.validatorsMax + 7) / 8, in: bytes)
    var signatures: [Signature] = []
    // As many signatures as bits: their number is not written a second time.
    for _ in 0..<signers.reduce(0, { $0 + $1.nonzeroBitCount }) {
      signatures.append(try Signature(from: &reader, in: bytes))
    }
    self.signatures = signatures
  }
}

/// Why a certificate cannot hold for a set, whatever its signatures are.
package enum CertificateError: Error, Equatable {
  case wrongEpoch(found: Epoch, expected: Epoch)
  case wrongBitmap(bytes: Int, members: Int)
  case notAMember(index: Int)
  case noQuorum(power: Power, quorum: Power)
}

extension CertificateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .wrongEpoch(let found, let expected):
      "a certificate of epoch \(found) was held against the set of epoch \(expected)"
    case .wrongBitmap(let bytes, let members):
      "a bitmap of \(bytes) bytes does not fit a set of \(members) members"
    case .notAMember(let index):
      "the bitmap names member \(index), whom the set does not have"
    case .noQuorum(let power, let quorum):
      "the signers have power \(power), and a quorum is \(quorum)"
    }
  }
}
