import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

/// A gate together with the journal it fills.
struct GuardedKey: ~Copyable {
  var gate: SafetyGate
  var sample: SampleJournal
  var mark: JournalMark?

  /// A validator in epoch 1, whose database has named the epoch's journal.
  init(standing: Standing = .trusted, epoch: UInt64 = 1) throws {
    var sample = try SampleJournal(standing: standing)
    sample.bind()
    gate = try SafetyGate(
      key: sample.sample.key(of: 0), network: sample.sample.network,
      contents: sample.contents(), mark: nil)
    self.sample = sample
    try begin(epoch, after: 0)
    commit()
  }

  mutating func begin(_ epoch: UInt64, after time: UInt64) throws {
    let records = try gate.begin(
      Epoch(epoch), after: Timestamp(time), following: sample.journal.sequence)
    let write = sample.beginning(Epoch(epoch), standing: gate.standing, followedBy: records)
    sample.write(write)
  }

  mutating func commit() {
    mark = sample.journal.mark
    gate.note(commitWith: sample.journal.mark)
  }

  /// Signs and makes durable.
  @discardableResult
  mutating func sign(_ statement: Statement) throws -> Vote {
    let signed = try gate.sign(statement)
    if let record = signed.record { sample.append([record]) }
    return signed.vote
  }

  /// Hears a vote of its own key, and makes durable what follows from it.
  @discardableResult
  mutating func hear(_ statement: Statement) throws -> Bool {
    let network = sample.sample.network
    let key = try sample.sample.key(of: 0)
    let vote = Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
    let authority = Vote.Authority(key: key.publicKey, network: network)
    guard let record = gate.hear(try Unverified(vote).verified(under: authority)) else {
      return false
    }
    sample.append([record])
    return true
  }

  /// Forgets everything but the files and the database.
  mutating func restart() throws {
    gate = try SafetyGate(
      key: sample.sample.key(of: 0), network: sample.sample.network,
      contents: sample.contents(), mark: mark)
  }

  /// Whether it refuses, and how.
  mutating func refusal(of statement: Statement) -> GateRefusal? {
    do throws(GateRefusal) {
      _ = try gate.sign(statement)
      return nil
    } catch {
      return error
    }
  }
}

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
      var guarded = try GuardedKey()
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
      var guarded = try GuardedKey()
      for place in [1, 5] { _ = try? guarded.sign(Self.choices[code / place % 5]) }
      let last = Self.choices[code / 25 % 5]
      var other = try GuardedKey()
      for place in [1, 5] { _ = try? other.sign(Self.choices[code / place % 5]) }
      try other.restart()
      #expect(guarded.refusal(of: last) == other.refusal(of: last), "\(code)")
    }
  }

  @Test func `Asked again, it returns the same vote and has nothing to write`() throws {
    var guarded = try GuardedKey()
    let first = try guarded.sign(.notarize(1, view: 2))
    let again = try guarded.gate.sign(.notarize(1, view: 2))
    #expect(again.record == nil)
    #expect(again.vote.signature == first.signature)
    try guarded.restart()
    #expect(try guarded.gate.sign(.notarize(1, view: 2)).record == nil)
  }

  @Test func `Views do not concern each other`() throws {
    var guarded = try GuardedKey()
    try guarded.sign(.nullify(view: 1))
    try guarded.sign(.notarize(1, view: 2))
    try guarded.sign(.finalize(2, view: 3))
  }

  @Test func `A vote is signed for the key, the statement and the network`() throws {
    var guarded = try GuardedKey()
    let vote = try guarded.sign(.finalize(4, view: 9))
    let authority = Vote.Authority(
      key: guarded.gate.publicKey, network: guarded.sample.sample.network)
    #expect(throws: Never.self) { try Unverified(vote).verified(under: authority) }
    #expect(vote.statement == .finalize(4, view: 9))
  }

  @Test func `Votes of other epochs are refused`() throws {
    var guarded = try GuardedKey(epoch: 3)
    for epoch: UInt64 in [0, 2, 4] {
      let refusal = guarded.refusal(of: .nullify(epoch: epoch, view: 1))
      #expect(refusal == .otherEpoch(asked: Epoch(epoch), current: Epoch(3)))
    }
    #expect(throws: GateRefusal.self) { try guarded.begin(3, after: 1) }
    #expect(throws: GateRefusal.self) { try guarded.begin(2, after: 1) }
    #expect(guarded.gate.epoch == Epoch(3))
    try guarded.begin(5, after: 1)
    #expect(guarded.gate.epoch == Epoch(5))
  }

  @Test func `Nothing is signed before the database names the epoch's journal`() throws {
    var guarded = try GuardedKey()
    try guarded.begin(2, after: 10)
    #expect(!guarded.gate.isVoting)
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    let own = guarded.sample.journal.mark
    guarded.gate.note(
      commitWith: JournalMark(identity: own.identity, sequence: own.sequence - 1))
    guarded.gate.note(commitWith: JournalMark(identity: .zero, sequence: own.sequence))
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    try guarded.restart()
    #expect(guarded.refusal(of: .nullify(epoch: 2, view: 1)) == .unnamed(Epoch(2)))
    guarded.commit()
    #expect(guarded.gate.isVoting)
    try guarded.sign(.nullify(epoch: 2, view: 1))
    try guarded.restart()
    #expect(guarded.gate.isVoting)
  }

  @Test func `Nothing is signed once the epoch's closing block is known to be final`() throws {
    var guarded = try GuardedKey()
    try guarded.sign(.notarize(1, view: 1))
    #expect(guarded.gate.close(Epoch(2)) == nil)
    let record = try #require(guarded.gate.close(Epoch(1)))
    #expect(guarded.gate.close(Epoch(1)) == nil)
    guarded.sample.append([record])
    #expect(guarded.refusal(of: .notarize(1, view: 1)) == .epochIsClosed(Epoch(1)))
    #expect(guarded.refusal(of: .finalize(1, view: 1)) == .epochIsClosed(Epoch(1)))
    try guarded.restart()
    #expect(guarded.refusal(of: .nullify(view: 2)) == .epochIsClosed(Epoch(1)))
    #expect(!guarded.gate.isVoting)
    try guarded.begin(2, after: 5)
    guarded.commit()
    try guarded.sign(.nullify(epoch: 2, view: 1))
  }

  @Test func `A journal is untrusted when the database knows more of it, or another one`() throws {
    var guarded = try GuardedKey()
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
    let contents = try guarded.sample.contents()
    let network = guarded.sample.sample.network
    let stranger = try guarded.sample.sample.key(of: 1).publicKey
    let other = Network(chainID: ChainID(1), genesisHash: .zero)
    let faults: [JournalFault] = [
      .otherKey(found: contents.key, expected: stranger),
      .otherNetwork(found: network, expected: other),
    ]
    #expect(throws: faults[0]) {
      _ = try SafetyGate(
        key: try guarded.sample.sample.key(of: 1), network: network, contents: contents, mark: nil)
    }
    #expect(throws: faults[1]) {
      _ = try SafetyGate(
        key: try guarded.sample.sample.key(of: 0), network: other, contents: contents, mark: nil)
    }
    #expect(faults.allSatisfy(\.isMistaken))
    #expect(!JournalFault.missing.isMistaken)
  }

  @Test func `Possession and endorsement are signed in every standing`() throws {
    let account = Address(FixedBytes(repeating: 3))
    for standing: Standing in [.trusted, .inquiring, .quarantined(since: Timestamp(1))] {
      let guarded = try GuardedKey(standing: standing)
      let (key, network) = (guarded.gate.publicKey, guarded.gate.network)
      let endorsement = PeerEndorsement(nodeID: account, epoch: Epoch(7))
      #expect(key.isValid(guarded.gate.endorse(endorsement), for: endorsement.digest(on: network)))
      let possession = Possession(purpose: .consensus, account: account, key: key)
      #expect(possession.isProven(by: guarded.gate.provePossession(for: account), on: network))
    }
  }
}
