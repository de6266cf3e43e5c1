package import Chain
package import Cryptography

#if PLANTED
  import Codec
#endif

/// The one place that signs with a consensus key, and the memory of what it has signed.
///
/// It signs five kinds of statement and nothing else: the three votes, possession, endorsement.
///
/// | signed in the view | N(p) | X | F(p) | N or F of another |
/// |---|---|---|---|---|
/// | nothing | signs | signs | signs | – |
/// | N(p) | the same vote | signs | signs | refuses |
/// | X | refuses | the same vote | refuses | refuses |
/// | N(p), X | the same vote | the same vote | refuses | refuses |
/// | F(p), with or without N(p) | signs or the same | refuses | the same vote | refuses |
///
/// Invariants:
/// 1. a vote is handed out only together with the record that must be durable before anyone sees
///    it, this node's own collector included;
/// 2. it signs votes of one epoch, from the moment the database has named that epoch's file of the
///    journal to the moment the epoch's closing block is known to be final;
/// 3. it signs no vote while its memory may not be whole, save in the one epoch its operator
///    accepts.
package struct SafetyGate: ~Copyable {
  private let key: PrivateKey
  package let publicKey: PublicKey
  package let network: Network
  private let identity: Digest
  /// The epoch whose votes it signs; 0 before the first.
  package private(set) var epoch: Epoch
  package private(set) var standing: Standing
  /// The epoch in which it votes although its memory may not be whole.
  package private(set) var accepted: Epoch?
  private var isClosed = false
  /// The number of the write that began the epoch's file.
  private var openingSequence: UInt64
  private var isNamed: Bool
  private var cast = CastVotes()

  /// Takes over a key, with everything its journal holds.
  package init(
    key: consuming PrivateKey, network: Network, contents: JournalContents, mark: JournalMark?
  ) throws(JournalFault) {
    let publicKey = key.publicKey
    try contents.check(against: mark, key: publicKey, network: network)
    self.publicKey = publicKey
    self.network = network
    identity = contents.identity
    epoch = contents.epoch
    standing = contents.standing
    accepted = contents.accepted
    openingSequence = contents.openingSequence
    isNamed = mark.map { $0.sequence >= contents.openingSequence } ?? false
    for record in contents.records(of: contents.epoch) {
      #if PLANTED
        if GateBug.forgetsVotes.isPlanted, case .vote = record { continue }
        if GateBug.forgetsClosing.isPlanted, case .closed = record { continue }
      #endif
      switch record {
      case .vote(let vote), .recalled(let vote): cast.add(vote.statement)
      case .closed(let epoch): isClosed = isClosed || epoch == contents.epoch
      case .opening, .binding, .certificate, .standing, .acceptance: break
      }
    }
    self.key = key
  }

  /// Whether it would sign a vote that nothing else speaks against.
  package var isVoting: Bool {
    epoch > Epoch(0) && isNamed && !isClosed && (standing == .trusted || accepted == epoch)
  }

  /// Goes on to an epoch, behind a closing block of some time.
  ///
  /// Whatever is returned follows the opening of the epoch's file, which the journal writes as its
  /// next write; it may be signed from only when the database has named it.
  package mutating func begin(
    _ epoch: Epoch, after closingTime: Timestamp, following sequence: UInt64
  ) throws(GateRefusal) -> [JournalRecord] {
    guard epoch > self.epoch else { throw .otherEpoch(asked: epoch, current: self.epoch) }
    self.epoch = epoch
    standing = standing.entering(epochAfter: closingTime)
    isClosed = false
    openingSequence = sequence + 1
    isNamed = false
    cast = CastVotes()
    return accepted == epoch ? [.acceptance(epoch)] : []
  }

  /// Takes note of a commit of the database: once it names the epoch's file, that file can no
  /// longer be lost unnoticed.
  package mutating func note(commitWith mark: JournalMark) {
    if mark.identity == identity, mark.sequence >= openingSequence { isNamed = true }
  }

  /// Signs a vote, or says why not.
  ///
  /// Asked again for a vote it has cast, it returns the same one and no record: a signature follows
  /// from the key and the statement.
  package mutating func sign(_ statement: Statement) throws(GateRefusal) -> SignedVote {
    try checkPhase(for: statement)
    let hasCast = try cast.hasCast(statement)
    let vote = Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
    guard !hasCast else { return SignedVote(vote: vote, record: nil) }
    cast.add(statement)
    return SignedVote(vote: vote, record: .vote(vote))
  }

  /// Whether it votes in the statement's epoch at all.
  private func checkPhase(for statement: Statement) throws(GateRefusal) {
    #if PLANTED
      if GateBug.signsInOtherEpochs.isPlanted, statement.epoch != epoch { return }
      if GateBug.signsInClosedEpoch.isPlanted, isClosed { return }
      if GateBug.signsUnnamed.isPlanted, !isNamed { return }
      if GateBug.signsAsObserver.isPlanted, standing != .trusted { return }
      if GateBug.acceptsForEver.isPlanted, accepted != nil { return }
    #endif
    guard statement.epoch == epoch, epoch > Epoch(0) else {
      throw .otherEpoch(asked: statement.epoch, current: epoch)
    }
    guard !isClosed else { throw .epochIsClosed(epoch) }
    guard isNamed else { throw .unnamed(epoch) }
    guard standing == .trusted || accepted == epoch else { throw .observing(standing) }
  }

  /// Stops voting in an epoch whose closing block is final; whoever calls it holds the certificate.
  package mutating func close(_ epoch: Epoch) -> JournalRecord? {
    guard epoch == self.epoch, !isClosed else { return nil }
    isClosed = true
    return .closed(epoch)
  }

  /// Takes note of a vote of this very key that came from elsewhere.
  ///
  /// One that the journal should hold and does not proves that the journal is not the only one.
  /// From then on whatever turns up of the epoch counts as cast, should the operator accept that.
  package mutating func hear(_ vote: Verified<Vote>) -> [JournalRecord] {
    precondition(vote.authority.key == publicKey, "others' votes are no memory of one's own")
    precondition(vote.authority.network == network, "votes of other networks are other votes")
    let statement = vote.message.statement
    #if PLANTED
      if GateBug.ignoresOwnVotes.isPlanted { return [] }
      if GateBug.fearsOldVotes.isPlanted, statement.epoch < epoch, standing == .trusted {
        standing = .inquiring
        return [.standing(.inquiring)]
      }
    #endif
    // Of earlier epochs no vote can be missed: they are over.
    guard statement.epoch >= epoch, !(statement.epoch == epoch && cast.holds(statement)) else {
      return []
    }
    var records: [JournalRecord] = []
    if standing == .trusted, accepted != epoch || statement.epoch > epoch {
      standing = .inquiring
      records.append(.standing(.inquiring))
    }
    if statement.epoch == epoch, cast.recall(statement) { records.append(.recalled(vote.message)) }
    return records
  }

  /// Settles how far the chain had come at the latest when votes were forgotten.
  package mutating func quarantine(since time: Timestamp) -> JournalRecord? {
    guard standing == .inquiring else { return nil }
    standing = .quarantined(since: time)
    return .standing(standing)
  }

  /// Lets it vote in one epoch although its memory may not be whole, at the operator's risk.
  package mutating func accept(_ epoch: Epoch) -> JournalRecord {
    accepted = epoch
    return .acceptance(epoch)
  }

  /// Speaks for a process of this validator; observers may.
  package func endorse(_ endorsement: PeerEndorsement) -> Signature {
    key.sign(ConsensusStatement.endorsement(endorsement).digest(on: network))
  }

  /// Proves that whoever registers this key for an account also holds it.
  package func provePossession(for account: Address) -> Signature {
    let possession = Possession(purpose: .consensus, account: account, key: publicKey)
    return key.sign(ConsensusStatement.possession(possession).digest(on: network))
  }
}
