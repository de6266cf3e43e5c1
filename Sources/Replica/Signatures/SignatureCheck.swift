package import Chain
package import Consensus
package import Cryptography
package import State

/// Something whose signatures are to be checked outside of the replica.
package enum SignatureCheck: Sendable {
  /// A vote of a member, and with a proposal the header it is about.
  case vote(Vote, Vote.Authority, about: Offered?, from: Address)
  case certificate(Certificate, Certificate.Authority, from: Address)
  case range(BlockRange, Certificate.Authority, from: Address)
  /// What a peer testifies, with whose each certificate should be, and whose votes are sought.
  case highest(Testimony, [Certificate.Authority], seeking: Vote.Authority?, from: Address)
  case transactions([[UInt8]], from: Address)
  /// What should be the body of a header; some transactions may have been checked before.
  case body(Header, hash: Digest, [BodyPart], from: Address)
  /// The transactions of a block, which are what its header commits to.
  case block(Block, hash: Digest, [BodyPart], from: Address)

  /// Ends of epochs that follow those of a walk; and when they come to a snapshot's closing block,
  /// who vouches for that.
  case epochEnds([EpochEnd], EpochWalk, SnapshotManifest, from: Address)
  /// A chunk of a state.
  case chunk(SnapshotPart, root: Digest, from: Address)

  /// The peer that sent it.
  package var peer: Address {
    switch self {
    case .vote(_, _, _, let peer), .certificate(_, _, let peer), .range(_, _, let peer),
      .highest(_, _, _, let peer), .transactions(_, let peer), .body(_, _, _, let peer),
      .block(_, _, _, let peer), .epochEnds(_, _, _, let peer), .chunk(_, _, let peer):
      peer
    }
  }

  /// How long it may wait for others.
  package enum Urgency: Sendable {
    /// Not at all: few signatures, and much may hang on them.
    case high
    /// Until what is urgent is done: the transactions of blocks, and what takes as long.
    case medium
    /// Until everything else is done: what is not ordered yet is nobody's hurry.
    case low
  }

  package var urgency: Urgency {
    switch self {
    case .vote, .certificate, .range, .highest: .high
    case .body, .block, .epochEnds, .chunk: .medium
    case .transactions: .low
    }
  }

  /// Whether it is done sooner than another thread is woken for it.
  package var isBrief: Bool {
    switch self {
    case .vote: true
    case .body(_, _, let parts, _):
      parts.count <= 4 && signatureCount <= 1
        && parts.allSatisfy { $0.raw.count <= ReplicaLimits.briefSizeBytesMax }
    default: false
    }
  }

  /// How many signatures it has at most.
  package var signatureCount: Int {
    switch self {
    case .vote: 1
    case .certificate(let certificate, _, _): certificate.signatures.count
    case .range(let range, _, _): range.certificate.signatures.count
    case .highest(let testimony, _, _, _): testimony.signatureCount
    case .transactions(let transactions, _): transactions.count
    case .body(_, _, let parts, _), .block(_, _, let parts, _): parts.count { $0.isUnchecked }
    case .epochEnds(let ends, _, let manifest, _):
      ends.reduce(manifest.successorCertificate.signatures.count) {
        $0 + $1.certificate.signatures.count
      }
    case .chunk: 0
    }
  }
}

/// A header, and the way in which its body was offered.
package struct Offered: Sendable {
  package let header: Header
  package let body: BodyOffer
}

/// A transaction of a body that is put together.
package enum BodyPart: Sendable {
  case known(Recovered<Transaction>)
  case raw([UInt8])

  var raw: [UInt8] {
    switch self {
    case .known(let transaction): transaction.message.raw
    case .raw(let raw): raw
    }
  }

  var isUnchecked: Bool {
    switch self {
    case .known: false
    case .raw: true
    }
  }

  func recovered(on chain: ChainID) throws -> Recovered<Transaction> {
    switch self {
    case .known(let transaction): transaction
    case .raw(let raw): try Unverified(try Transaction(decoding: raw, for: chain)).recovered()
    }
  }
}

/// What has come of a check.
package enum CheckOutcome: Sendable {
  case vote(Verified<Vote>)
  case certificate(Verified<Certificate>)
  /// Also the votes that were looked for.
  case highest([LossInquiry.Finding], [Verified<Vote>])
  /// Those that are well-formed and signed; the others are nobody's.
  case transactions([Recovered<Transaction>])
  case block(RecoveredBlock)
  /// The header commits to transactions that are not well-formed, or not signed.
  case invalidBlock
  /// As far as the ends of epochs lead.
  case followed(EpochWalk)
  case chunk(VerifiedChunk)
  /// It is not what it claims to be.
  case failed(String)
}

extension SignatureCheck {
  /// Checks; whoever has several processors does it on any of them.
  package func run(on chain: ChainID) -> CheckOutcome {
    var nothing = CheckedClaims(remembering: 0)
    return run(on: chain, remembering: &nothing)
  }

  /// Checks what is not remembered to be true.
  package func run(
    on chain: ChainID, remembering checked: inout CheckedClaims
  ) -> CheckOutcome {
    do {
      switch self {
      case .vote(let vote, let authority, _, _):
        return .vote(try Unverified(vote).verified(under: authority, remembering: &checked))
      case .certificate(let certificate, let authority, _):
        return .certificate(
          try Unverified(certificate).verified(under: authority, remembering: &checked))
      case .range(let range, let authority, _):
        return .certificate(
          try Unverified(range.certificate).verified(under: authority, remembering: &checked))
      case .highest(let testimony, let authorities, let voter, _):
        return try Self.highest(testimony, authorities, seeking: voter, remembering: &checked)
      case .transactions(let transactions, _):
        return .transactions(transactions.compactMap { try? BodyPart.raw($0).recovered(on: chain) })
      case .body(let header, let hash, let parts, _):
        let block = try Block(header: header, body: try Body(parts.map(\.raw)))
        return Self.recovered(block, hash: hash, from: parts)
      case .block(let block, let hash, let parts, _):
        return Self.recovered(block, hash: hash, from: parts)
      case .epochEnds(let ends, let walk, let manifest, _):
        return .followed(try Self.follow(ends, on: walk, to: manifest))
      case .chunk(let part, let root, _):
        return .chunk(try Self.chunk(in: part, under: root))
      }
    } catch {
      return .failed("\(error)")
    }
  }

  private static func recovered(
    _ block: Block, hash: Digest, from parts: [BodyPart]
  ) -> CheckOutcome {
    let recovered = try? RecoveredBlock(block, hash: hash, from: parts)
    return recovered.map { .block($0) } ?? .invalidBlock
  }
}
