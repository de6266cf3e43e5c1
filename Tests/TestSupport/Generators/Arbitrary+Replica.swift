import Chain
package import Codec
import Cryptography
package import Replica
import State

extension BlockRange {
  /// Blocks that follow each other, and a certificate over the last.
  package static func arbitrary(from random: inout SplitMix64) throws(ByteError) -> Self {
    var blocks: [Block] = []
    for _ in 0..<random.number(in: 1...3) {
      var header = Header.arbitrary(from: &random)
      let body = try Body.arbitrary(from: &random)
      header.transactionCount = UInt32(body.transactions.count)
      header.transactionsRoot = body.root
      if let last = blocks.last { header.parentHash = last.header.hash }
      blocks.append(try Block(header: header, body: body))
    }
    let last = blocks[blocks.count - 1].header.hash
    return BlockRange(
      blocks: blocks,
      certificate: .arbitrary(
        over: .finalize(
          Statement.Candidate(parentView: .arbitrary(from: &random), block: last)),
        from: &random))
  }
}

extension Certificate {
  fileprivate static func arbitrary(
    over content: Statement.Content, from random: inout SplitMix64
  ) -> Self {
    var signatures = SortedMap<Int, Signature>()
    for member in 0..<3 { signatures[member] = .arbitrary(from: &random) }
    return Certificate(
      statement: Statement(
        epoch: .arbitrary(from: &random), view: .arbitrary(from: &random), content: content),
      setCount: 4, signatures: signatures)
  }
}

extension CertifiedHeader: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    let header = Header.arbitrary(from: &random)
    let candidate = Statement.Candidate(
      parentView: .arbitrary(from: &random), block: header.hash)
    return CertifiedHeader(
      certificate: .arbitrary(
        over: random.happens(oneIn: 2) ? .notarize(candidate) : .finalize(candidate),
        from: &random),
      header: header)
  }
}

extension EpochEnd {
  fileprivate static func arbitrary(from random: inout SplitMix64) -> Self {
    let closing = Header.arbitrary(from: &random)
    let candidate = Statement.Candidate(
      parentView: .arbitrary(from: &random), block: closing.hash)
    do throws(ValidatorSetError) {
      return EpochEnd(
        closing: closing, certificate: .arbitrary(over: .finalize(candidate), from: &random),
        nextSet: try ValidatorSet(.arbitrary(count: 1...3, from: &random)))
    } catch {
      preconditionFailure("drawn validators make up a set: \(error)")
    }
  }
}

extension PeerMessage {
  package static func arbitrary(from random: inout SplitMix64) throws(ByteError) -> Self {
    let kinds = Kind.allCases
    return try arbitrary(kinds[random.number(in: 0...(kinds.count - 1))], from: &random)
  }

  package static func arbitrary(
    _ kind: Kind, from random: inout SplitMix64
  ) throws(ByteError) -> Self {
    switch kind {
    case .status:
      .status(
        PeerStatus(
          epoch: .arbitrary(from: &random), view: .arbitrary(from: &random),
          height: .arbitrary(from: &random), block: .arbitrary(from: &random),
          oldestHeight: .arbitrary(from: &random)))
    case .proposal:
      .proposal(.arbitrary(from: &random), .arbitrary(from: &random), try offer(from: &random))
    case .vote: .vote(.arbitrary(from: &random), by: UInt16(random.number(in: 0...65_535)))
    case .certificate: .certificate(.arbitrary(from: &random))
    case .certificatesWanted: .certificatesWanted(.arbitrary(from: &random), span(from: &random))
    case .transactions: .transactions(try Body.arbitrary(from: &random).transactions)
    case .blockWanted: .blockWanted(random.digest())
    case .block: .block(try .arbitrary(from: &random))
    case .transactionsWanted:
      .transactionsWanted(
        block: random.digest(),
        places: (0..<100).filter { _ in random.happens(oneIn: 20) }.map { UInt32($0) })
    case .blockTransactions:
      .blockTransactions(
        block: random.digest(), try Body.arbitrary(from: &random).transactions)
    case .rangeWanted: .rangeWanted(span(from: &random))
    case .range: .range(try .arbitrary(from: &random))
    case .highestWanted: .highestWanted
    case .highest:
      .highest(
        Testimony(
          certificates: .arbitrary(count: 0...ProtocolLimits.highestCertificatesMax, from: &random),
          votes: .arbitrary(count: 0...3, from: &random)))
    case .snapshotWanted: .snapshotWanted(request(from: &random))
    case .snapshot:
      .snapshot(
        SnapshotPart(answering: request(from: &random), bytes: random.bytes(count: 0...40)))
    case .epochEndsWanted: .epochEndsWanted(from: .arbitrary(from: &random))
    case .epochEnds:
      .epochEnds((0..<random.number(in: 0...3)).map { _ in .arbitrary(from: &random) })
    case .proofWanted: .proofWanted(key(from: &random))
    case .proof:
      .proof(
        of: key(from: &random),
        ProvenEntry(
          certified: .arbitrary(from: &random),
          proof: StateProof(
            steps: [], bucket: random.bytes(count: 0...40), value: random.bytes(count: 0...40))))
    }
  }

  private static func key(from random: inout SplitMix64) -> StateKey {
    StateKey(copying: random.bytes(count: 1...StateKey.sizeBytesMax).span)
  }

  private static func offer(from random: inout SplitMix64) throws(ByteError) -> BodyOffer {
    switch random.number(in: 0...2) {
    case 0: .whole(try .arbitrary(from: &random))
    case 1: .hashes(.arbitrary(count: 0...5, from: &random))
    default: .known
    }
  }

  private static func request(from random: inout SplitMix64) -> SnapshotRequest {
    random.happens(oneIn: 2)
      ? .manifest
      : .chunk(of: random.digest(), number: UInt32(random.number(in: 0...1_000_000)))
  }

  private static func span<Place: Ordinal>(from random: inout SplitMix64) -> ClosedRange<Place> {
    let one = Place(UInt64.random(in: 0...Place.largest.units, using: &random))
    let other = Place(UInt64.random(in: 0...Place.largest.units, using: &random))
    return min(one, other)...max(one, other)
  }
}
