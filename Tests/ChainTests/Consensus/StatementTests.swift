import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct StatementTests {
  private static let candidates = [
    Statement.Candidate(parentView: View(1), block: Digest(FixedBytes(repeating: 1))),
    Statement.Candidate(parentView: View(1), block: Digest(FixedBytes(repeating: 2))),
    Statement.Candidate(parentView: View(2), block: Digest(FixedBytes(repeating: 1))),
  ]

  private static var contents: [Statement.Content] {
    candidates.map { .notarize($0) } + [.nullify] + candidates.map { .finalize($0) }
  }

  @Test func `a vote has the 81 or 121 bytes that evidence is made of`() throws {
    let sample = try SampleNetwork(powers: [1])
    for content in Self.contents {
      let vote = try sample.vote(
        Statement(epoch: Epoch(3), view: View(4), content: content), by: 0)
      #expect(vote.canonicalBytes.count == (content == .nullify ? 81 : 121))
      let decoded = try Vote(canonicalBytes: vote.canonicalBytes.span)
      #expect(decoded.statement == vote.statement)
      #expect(decoded.signature == vote.signature)
    }
  }

  @Test func `the digest covers tag, network and every member`() {
    let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
    let statement = Statement(
      epoch: Epoch(1), view: View(2), content: .notarize(Self.candidates[0]))
    var expected = Array("tradewind/vote/1".utf8)
    expected += [0x00, 0x50, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
    expected += [1, 0, 0, 0, 0, 0, 0, 0] + [1] + [2, 0, 0, 0, 0, 0, 0, 0]
    expected += [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: 32)
    #expect(statement.digest(on: network) == Keccak256.hash(expected.span))
    let other = Network(chainID: ChainID(20_482), genesisHash: .zero)
    #expect(statement.digest(on: other) != statement.digest(on: network))
  }

  @Test func `no two kinds of statement of a consensus key share a digest`() throws {
    let sample = try SampleNetwork(powers: [1])
    let member = sample.set.members[0]
    let statements: [ConsensusStatement] =
      Self.contents.map {
        .vote(Statement(epoch: Epoch(1), view: View(1), content: $0))
      } + [
        .possession(Possession(purpose: .consensus, account: member.account, key: member.key)),
        .possession(Possession(purpose: .metaNode, account: member.account, key: member.key)),
        .endorsement(PeerEndorsement(nodeID: member.account, epoch: Epoch(1))),
        .endorsement(PeerEndorsement(nodeID: member.account, epoch: Epoch(2))),
      ]
    #expect(Set(statements.map { $0.digest(on: sample.network) }).count == statements.count)
  }

  @Test func `a proof of possession is the registered key's own signature`() throws {
    var random = SplitMix64(seed: 5)
    let network = Network(chainID: ChainID(20_480), genesisHash: .arbitrary(from: &random))
    let key = random.privateKey()
    let account = Address.arbitrary(from: &random)
    let possession = Possession(purpose: .consensus, account: account, key: key.publicKey)
    let proof = key.sign(possession.digest(on: network))
    #expect(possession.isProven(by: proof, on: network))
    let squatter = Possession(
      purpose: .consensus, account: .arbitrary(from: &random), key: key.publicKey)
    #expect(!squatter.isProven(by: proof, on: network))
    let elsewhere = Possession(purpose: .resourceNode, account: account, key: key.publicKey)
    #expect(!elsewhere.isProven(by: proof, on: network))
  }

  /// Protocol: Evidence.
  ///
  /// Rows and columns are N(a) N(b) N(c) X F(a) F(b) F(c).
  @Test func `exactly the forbidden pairs contradict each other`() {
    let forbidden = [
      [0, 1, 1, 0, 0, 0, 0], [1, 0, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 1, 1],
      [0, 0, 0, 1, 0, 1, 1], [0, 0, 0, 1, 1, 0, 1], [0, 0, 0, 1, 1, 1, 0],
    ]
    for (row, left) in Self.contents.enumerated() {
      for (column, right) in Self.contents.enumerated() {
        let first = Statement(epoch: Epoch(1), view: View(1), content: left)
        let second = Statement(epoch: Epoch(1), view: View(1), content: right)
        #expect(first.contradicts(second) == (forbidden[row][column] == 1))
        let laterView = Statement(epoch: Epoch(1), view: View(2), content: right)
        #expect(!first.contradicts(laterView))
        let laterEpoch = Statement(epoch: Epoch(2), view: View(1), content: right)
        #expect(!first.contradicts(laterEpoch))
      }
    }
  }

  @Test func `possession and endorsement are laid out as the protocol says`() throws {
    let network = Network(
      chainID: ChainID(20_480), genesisHash: Digest(FixedBytes(repeating: 0x33)))
    let member = try SampleNetwork(powers: [1]).set.members[0]
    let head: [UInt8] = [0x00, 0x50, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x33, count: 32)
    let possession = Possession(purpose: .metaNode, account: member.account, key: member.key)
    let possessionBytes =
      Array("tradewind/possession/1".utf8) + [3] + head + member.account.bytes.array
      + member.key.compressed.array
    #expect(possession.digest(on: network) == Keccak256.hash(possessionBytes.span))
    let endorsement = PeerEndorsement(nodeID: member.account, epoch: Epoch(5))
    let endorsementBytes =
      Array("tradewind/peer/1".utf8) + head + member.account.bytes.array
      + [5, 0, 0, 0, 0, 0, 0, 0]
    #expect(endorsement.digest(on: network) == Keccak256.hash(endorsementBytes.span))
  }

  @Test func `evidence names the key that signed both votes, and only then`() throws {
    let sample = try SampleNetwork(powers: [1, 1])
    let network = sample.network
    let guilty = sample.set.members[1].key
    let first = Statement(epoch: Epoch(1), view: View(1), content: Self.contents[0])
    let second = Statement(epoch: Epoch(1), view: View(1), content: Self.contents[1])
    let evidence = try Evidence(
      sample.vote(first, by: 1), sample.vote(second, by: 1), by: guilty, on: network)
    #expect(try evidence.offender(on: network) == guilty)
    let same = try Evidence(
      sample.vote(first, by: 1), sample.vote(first, by: 1), by: guilty, on: network)
    #expect(throws: EvidenceError.noContradiction) { try same.offender(on: network) }
    #expect(throws: SignatureError.wrong) {
      try Evidence(
        sample.vote(first, by: 0), sample.vote(second, by: 1), by: guilty, on: network)
    }
    let mixed =
      try sample.vote(first, by: 0).canonicalBytes + sample.vote(second, by: 1).canonicalBytes
    let decoded = try Evidence(canonicalBytes: mixed.span)
    #expect(
      throws: EvidenceError.differentSigners(sample.set.members[0].key, guilty)
    ) { try decoded.offender(on: network) }
  }

  /// A peer can flip the bit that leads back to the key, and the vote still counts.
  @Test func `a flipped parity bit does not save the guilty`() throws {
    let sample = try SampleNetwork(powers: [1])
    let guilty = sample.set.members[0].key
    let votes = try [3, 4].map { index in
      let content = Self.contents[index]
      let vote = try sample.vote(Statement(epoch: Epoch(1), view: View(1), content: content), by: 0)
      var bytes = vote.signature.bytes
      bytes[32] ^= 0x80
      return Vote(statement: vote.statement, signature: try Signature(bytes))
    }
    for vote in votes {
      let authority = Vote.Authority(key: guilty, network: sample.network)
      #expect(throws: Never.self) { try Unverified(vote).verified(under: authority) }
    }
    let evidence = try Evidence(votes[0], votes[1], by: guilty, on: sample.network)
    #expect(try evidence.offender(on: sample.network) == guilty)
  }
}
