import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct SafetyGateTests {
  /// Everything that can be asked for in one view.
  private static let choices: [Statement] = [
    .notarize(1, view: 5), .notarize(2, view: 5), .nullify(view: 5), .finalize(1, view: 5),
    .finalize(2, view: 5),
  ]

  /// Whether one more vote beside these leads to an allowed set.
  ///
  /// Protocol: the sets {}, {N}, {X}, {N, X}, {F}, {N, F}; no N after X.
  private static func isAllowed(_ statement: Statement, after cast: [Statement]) -> Bool {
    if cast.contains(statement) { return true }
    let all = cast + [statement]
    let candidates = Set(all.compactMap(\.candidate))
    let kinds = all.map(\.kind)
    guard candidates.count <= 1, Set(kinds).count == kinds.count else { return false }
    guard !(kinds.contains(.nullify) && kinds.contains(.finalize)) else { return false }
    return !(statement.kind == .notarize && cast.contains { $0.kind == .nullify })
  }

  @Test func `Of every four votes asked for in a view, the allowed ones are signed`() throws {
    for code in 0..<625 {
      let guarded = try GuardedKey()
      var cast: [Statement] = []
      for place in [1, 5, 25, 125] {
        let statement = Self.choices[code / place % 5]
        let refusal = guarded.refusal(of: statement)
        #expect((refusal == nil) == Self.isAllowed(statement, after: cast), "\(code)")
        if refusal == nil, !cast.contains(statement) { cast.append(statement) }
      }
    }
  }

  @Test func `A restart changes no answer`() throws {
    for code in 0..<125 {
      let guarded = try GuardedKey()
      for place in [1, 5] { _ = try? guarded.sign(Self.choices[code / place % 5]) }
      let last = Self.choices[code / 25 % 5]
      let other = try GuardedKey()
      for place in [1, 5] { _ = try? other.sign(Self.choices[code / place % 5]) }
      try other.restart()
      #expect(guarded.refusal(of: last) == other.refusal(of: last), "\(code)")
    }
  }

  @Test func `Asked again, it returns the same vote and has nothing to write`() throws {
    let guarded = try GuardedKey()
    let first = try guarded.sign(.notarize(1, view: 2))
    let again = try guarded.sign(.notarize(1, view: 2))
    #expect(first.record != nil)
    #expect(again.record == nil)
    #expect(again.vote.signature == first.vote.signature)
    try guarded.restart()
    #expect(try guarded.sign(.notarize(1, view: 2)).record == nil)
  }

  @Test func `Views do not concern each other`() throws {
    let guarded = try GuardedKey()
    try guarded.sign(.nullify(view: 1))
    try guarded.sign(.notarize(1, view: 2))
    try guarded.sign(.finalize(2, view: 3))
  }

  @Test func `A vote is signed for the key, the statement and the network`() throws {
    let guarded = try GuardedKey()
    let vote = try guarded.sign(.finalize(4, view: 9)).vote
    let authority = Vote.Authority(
      key: guarded.publicKey, network: guarded.network)
    #expect(throws: Never.self) { try Unverified(vote).verified(under: authority) }
    #expect(vote.statement == .finalize(4, view: 9))
  }

  @Test func `Votes of other epochs are refused`() throws {
    let guarded = try GuardedKey(epoch: 3)
    for epoch: UInt64 in [0, 2, 4] {
      let refusal = guarded.refusal(of: .nullify(epoch: epoch, view: 1))
      #expect(refusal == .otherEpoch(asked: Epoch(epoch), current: Epoch(3)))
    }
    #expect(throws: GateRefusal.self) { try guarded.begin(3, after: 1) }
    #expect(throws: GateRefusal.self) { try guarded.begin(2, after: 1) }
    #expect(guarded.epoch == Epoch(3))
    try guarded.begin(5, after: 1)
    #expect(guarded.epoch == Epoch(5))
  }

  @Test func `Nothing is signed before the database names the epoch's journal`() throws {
    let guarded = try GuardedKey()
    try guarded.begin(2, after: 10)
    #expect(!guarded.isVoting)
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    let own = guarded.sample.journal.mark
    guarded.note(commitWith: JournalMark(identity: own.identity, sequence: own.sequence - 1))
    guarded.note(commitWith: JournalMark(identity: .zero, sequence: own.sequence))
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    try guarded.restart()
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    guarded.commit()
    #expect(guarded.isVoting)
    try guarded.sign(.nullify(epoch: 2, view: 1))
    try guarded.restart()
    #expect(guarded.isVoting)
  }

  @Test func `Nothing is signed once the epoch's closing block is known to be final`() throws {
    let guarded = try GuardedKey()
    try guarded.sign(.notarize(1, view: 1))
    #expect(!guarded.close(2))
    #expect(guarded.close(1))
    #expect(!guarded.close(1))
    #expect(guarded.refusal(of: .notarize(1, view: 1)) == .epochIsClosed(Epoch(1)))
    #expect(guarded.refusal(of: .finalize(1, view: 1)) == .epochIsClosed(Epoch(1)))
    try guarded.restart()
    #expect(guarded.refusal(of: .nullify(view: 2)) == .epochIsClosed(Epoch(1)))
    #expect(!guarded.isVoting)
    try guarded.begin(2, after: 5)
    guarded.commit()
    try guarded.sign(.nullify(epoch: 2, view: 1))
  }

  @Test func `A journal is untrusted when the database knows more of it, or another one`() throws {
    let guarded = try GuardedKey()
    try guarded.sign(.nullify(view: 1))
    guarded.commit()
    let mark = try #require(guarded.mark)
    let sequence = mark.sequence
    guarded.mark = JournalMark(identity: mark.identity, sequence: sequence + 1)
    #expect(throws: JournalFault.behind(sequence: sequence, expected: sequence + 1)) {
      try guarded.restart()
    }
    guarded.mark = JournalMark(identity: .zero, sequence: 0)
    #expect(throws: JournalFault.otherIdentity(found: mark.identity, expected: .zero)) {
      try guarded.restart()
    }
    // A journal ahead of the database is the rule, and a database may know of none.
    guarded.mark = JournalMark(identity: mark.identity, sequence: sequence - 1)
    try guarded.restart()
    guarded.mark = nil
    try guarded.restart()
  }

  @Test func `A journal of another key or network is a mistake of the operator`() throws {
    let guarded = try GuardedKey()
    let network = guarded.network
    let stranger = try guarded.sample.sample.key(of: 1).publicKey
    let other = Network(chainID: ChainID(1), genesisHash: .zero)
    let faults: [JournalFault] = [
      .otherKey(found: guarded.publicKey, expected: stranger),
      .otherNetwork(found: network, expected: other),
    ]
    #expect(throws: faults[0]) { try guarded.start(as: 1, on: network) }
    #expect(throws: faults[1]) { try guarded.start(as: 0, on: other) }
    #expect(faults.map(\.isMistaken) == [true, true])
    #expect(!JournalFault.missing.isMistaken)
  }

  @Test func `Possession and endorsement are signed in every standing`() throws {
    let account = Address(FixedBytes(repeating: 3))
    for standing: Standing in [.trusted, .inquiring, .quarantined(since: Timestamp(1))] {
      let guarded = try GuardedKey(standing: standing)
      let (key, network) = (guarded.publicKey, guarded.network)
      let endorsement = PeerEndorsement(nodeID: account, epoch: Epoch(7))
      #expect(key.isValid(guarded.endorse(endorsement), for: endorsement.digest(on: network)))
      let possession = Possession(purpose: .consensus, account: account, key: key)
      #expect(possession.isProven(by: guarded.provePossession(for: account), on: network))
    }
  }
}
