package import Chain
package import Codec
package import Cryptography
package import State

/// Everything that nodes say to each other once they are connected.
package enum PeerMessage: Sendable {
  case status(PeerStatus)
  /// A leader's vote with the header it is about, and the body in some way.
  case proposal(Header, Vote, BodyOffer)
  /// A vote of the member at a place of its epoch's set.
  case vote(Vote, by: UInt16)
  case certificate(Certificate)
  /// Asks for the certificates of some views of an epoch.
  case certificatesWanted(Epoch, ClosedRange<View>)
  /// Transactions as their senders signed them.
  case transactions([[UInt8]])
  /// Asks for a block, by its hash.
  case blockWanted(Digest)
  case block(Block)
  /// Asks for transactions of a block that was offered by hashes, by their places.
  case transactionsWanted(block: Digest, places: [UInt32])
  /// Transactions of a block, in the order in which they were asked for.
  case blockTransactions(block: Digest, [[UInt8]])
  /// Asks for final blocks of these heights, or the first few of them.
  case rangeWanted(ClosedRange<Height>)
  case range(BlockRange)
  /// Asks for what this node may have forgotten.
  case highestWanted
  case highest(Testimony)
  case snapshotWanted(SnapshotRequest)
  case snapshot(SnapshotPart)
  /// Asks how epochs ended, from one on.
  case epochEndsWanted(from: Epoch)
  case epochEnds([EpochEnd])
  /// Asks for what a key has in a state that a final header names; only light clients do.
  case proofWanted(StateKey)
  case proof(of: StateKey, ProvenEntry)
}

extension PeerMessage: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(kind.rawValue)
    switch self {
    case .status(let status): writer.write(status)
    case .proposal(let header, let vote, let offer):
      writer.write(header)
      writer.write(vote)
      writer.write(offer)
    case .vote(let vote, let member):
      writer.write(vote)
      writer.write(member)
    case .certificate(let certificate): writer.write(certificate)
    case .certificatesWanted(let epoch, let views):
      writer.write(epoch)
      writer.write(views.lowerBound)
      writer.write(views.upperBound)
    case .transactions(let transactions): Self.write(transactions, into: &writer)
    case .blockWanted(let hash): writer.write(hash)
    case .block(let block): writer.write(block)
    case .transactionsWanted(let block, let places):
      writer.write(block)
      writer.writeCount(places.count)
      for place in places { writer.write(place) }
    case .blockTransactions(let block, let transactions):
      writer.write(block)
      Self.write(transactions, into: &writer)
    case .rangeWanted(let heights):
      writer.write(heights.lowerBound)
      writer.write(heights.upperBound)
    case .range(let range): writer.write(range)
    case .highestWanted: break
    case .highest(let testimony): writer.write(testimony)
    case .snapshotWanted(let request): writer.write(request)
    case .snapshot(let part): writer.write(part)
    case .epochEndsWanted(let epoch): writer.write(epoch)
    case .epochEnds(let ends): writer.writeList(ends)
    case .proofWanted(let key): writer.writeBytes(key.bytes.span)
    case .proof(let key, let entry):
      writer.writeBytes(key.bytes.span)
      writer.write(entry)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    guard let kind = Kind(rawValue: code) else {
      throw .unknown(type: "message", code: UInt64(code))
    }
    switch kind {
    case .status: self = .status(try PeerStatus(from: &reader, in: bytes))
    case .proposal:
      let header = try Header(from: &reader, in: bytes)
      let vote = try Vote(from: &reader, in: bytes)
      self = .proposal(header, vote, try BodyOffer(from: &reader, in: bytes))
    case .vote:
      let vote = try Vote(from: &reader, in: bytes)
      self = .vote(vote, by: try reader.read(in: bytes))
    case .certificate: self = .certificate(try Certificate(from: &reader, in: bytes))
    case .certificatesWanted:
      let epoch = try Epoch(from: &reader, in: bytes)
      self = .certificatesWanted(epoch, try Self.readSpan(&reader, in: bytes))
    case .transactions: self = .transactions(try Self.readTransactions(&reader, in: bytes))
    case .blockWanted: self = .blockWanted(try Digest(from: &reader, in: bytes))
    case .block: self = .block(try Block(from: &reader, in: bytes))
    case .transactionsWanted:
      let block = try Digest(from: &reader, in: bytes)
      self = .transactionsWanted(block: block, places: try Self.readPlaces(&reader, in: bytes))
    case .blockTransactions:
      let block = try Digest(from: &reader, in: bytes)
      self = .blockTransactions(block: block, try Self.readTransactions(&reader, in: bytes))
    case .rangeWanted: self = .rangeWanted(try Self.readSpan(&reader, in: bytes))
    case .range: self = .range(try BlockRange(from: &reader, in: bytes))
    case .highestWanted: self = .highestWanted
    case .highest: self = .highest(try Testimony(from: &reader, in: bytes))
    case .snapshotWanted: self = .snapshotWanted(try SnapshotRequest(from: &reader, in: bytes))
    case .snapshot: self = .snapshot(try SnapshotPart(from: &reader, in: bytes))
    case .epochEndsWanted: self = .epochEndsWanted(from: try Epoch(from: &reader, in: bytes))
    case .epochEnds:
      self = .epochEnds(try reader.readList(atMost: ProtocolLimits.epochEndsMax, in: bytes))
    case .proofWanted: self = .proofWanted(try Self.readKey(&reader, in: bytes))
    case .proof:
      let key = try Self.readKey(&reader, in: bytes)
      self = .proof(of: key, try ProvenEntry(from: &reader, in: bytes))
    }
  }

  private static func write(_ transactions: [[UInt8]], into writer: inout ByteWriter) {
    writer.writeCount(transactions.count)
    for transaction in transactions { writer.writeBytes(transaction.span) }
  }

  private static func readTransactions(
    _ reader: inout ByteReader, in bytes: Span<UInt8>
  ) throws(ByteError) -> [[UInt8]] {
    // The same limits as those of a block.
    try Body(from: &reader, in: bytes).transactions
  }

  private static func readKey(
    _ reader: inout ByteReader, in bytes: Span<UInt8>
  ) throws(ByteError) -> StateKey {
    let range = try reader.readBytes(atMost: StateKey.sizeBytesMax, in: bytes)
    return StateKey(copying: bytes.extracting(range))
  }

  private static func readSpan<Place: Ordinal>(
    _ reader: inout ByteReader, in bytes: Span<UInt8>
  ) throws(ByteError) -> ClosedRange<Place> {
    let first = try Place(from: &reader, in: bytes)
    let last = try Place(from: &reader, in: bytes)
    guard first <= last else { throw .forbidden("a span goes forward") }
    return first...last
  }

  /// Each place once and in order, so that an answer is never larger than the body.
  private static func readPlaces(
    _ reader: inout ByteReader, in bytes: Span<UInt8>
  ) throws(ByteError) -> [UInt32] {
    var places: [UInt32] = []
    for _ in 0..<(try reader.readCount(atMost: ProtocolLimits.bodyTransactionsMax, in: bytes)) {
      let place = try reader.read(UInt32.self, in: bytes)
      guard places.last.map({ $0 < place }) ?? true else {
        throw .forbidden("places of transactions come in order, each once")
      }
      places.append(place)
    }
    return places
  }
}

extension PeerMessage {
  /// Which message it is, as the first byte says.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case status = 1
    case proposal = 2
    case vote = 3
    case certificate = 4
    case certificatesWanted = 5
    case transactions = 6
    case blockWanted = 7
    case block = 8
    case transactionsWanted = 9
    case blockTransactions = 10
    case rangeWanted = 11
    case range = 12
    case highestWanted = 13
    case highest = 14
    case snapshotWanted = 15
    case snapshot = 16
    case epochEndsWanted = 17
    case epochEnds = 18
    case proofWanted = 19
    case proof = 20
  }

  package var kind: Kind {
    switch self {
    case .status: .status
    case .proposal: .proposal
    case .vote: .vote
    case .certificate: .certificate
    case .certificatesWanted: .certificatesWanted
    case .transactions: .transactions
    case .blockWanted: .blockWanted
    case .block: .block
    case .transactionsWanted: .transactionsWanted
    case .blockTransactions: .blockTransactions
    case .rangeWanted: .rangeWanted
    case .range: .range
    case .highestWanted: .highestWanted
    case .highest: .highest
    case .snapshotWanted: .snapshotWanted
    case .snapshot: .snapshot
    case .epochEndsWanted: .epochEndsWanted
    case .epochEnds: .epochEnds
    case .proofWanted: .proofWanted
    case .proof: .proof
    }
  }
}
