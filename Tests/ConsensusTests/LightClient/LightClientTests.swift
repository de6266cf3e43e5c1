import Chain
import Codec
import Consensus
import Cryptography
import State
import TestSupport
import Testing

@Suite struct LightClientTests {
  private static let length: UInt64 = 1_000

  private let sample: SampleNetwork
  private let genesis: Header

  init() throws {
    sample = try SampleNetwork(powers: [3, 2, 1, 1])
    var random = SplitMix64(seed: 8)
    var header = Header.arbitrary(from: &random)
    header.chainID = sample.network.chainID
    header.epoch = Epoch(0)
    header.height = Height(0)
    header.time = Timestamp(5_000)
    header.nextValidatorSetHash = sample.set.hash
    genesis = header
  }

  private func client() throws -> LightClient {
    try LightClient(
      genesis: genesis, network: sample.network, epochLengthMilliseconds: Self.length)
  }

  /// A header of epoch 1, so many milliseconds after genesis.
  private func header(after milliseconds: UInt64) -> Header {
    var header = genesis
    header.epoch = Epoch(1)
    header.height = Height(4)
    header.time = Timestamp(genesis.time.units + milliseconds)
    header.validatorSetHash = sample.set.hash
    return header
  }

  private func final(_ header: Header, by members: [Int] = [0, 1]) throws -> Certificate {
    let candidate = Statement.Candidate(parentView: View(2), block: header.hash)
    return try sample.certificate(
      Statement(epoch: header.epoch, view: View(7), content: .finalize(candidate)), by: members)
  }

  @Test func `A client follows the closing blocks and keeps the last`() throws {
    var client = try client()
    let closing = header(after: 1_000)
    try client.follow(closing, certificate: try final(closing), set: sample.set)
    #expect(client.closing == closing)
    #expect(client.closingHash == closing.hash)
    #expect(client.epoch == Epoch(2))
    #expect(client.boundary == Timestamp(7_000))
  }

  @Test func `A block within the epoch is final and no closing block`() throws {
    var client = try client()
    let early = header(after: 999)
    let certificate = try final(early)
    #expect(try client.check(early, certificate: certificate, set: sample.set).header == early)
    let refusal = LightClientError.notClosing(height: Height(4), boundary: Timestamp(6_000))
    #expect(throws: refusal) {
      try client.follow(early, certificate: certificate, set: sample.set)
    }
    #expect(client.epoch == Epoch(1))
  }

  @Test func `Certificates of several views make one block final`() throws {
    let client = try client()
    let closing = header(after: 1_000)
    for members in [[0, 1], [0, 1, 2], [0, 1, 2, 3]] {
      let certificate = try final(closing, by: members)
      _ = try client.check(closing, certificate: certificate, set: sample.set)
    }
  }

  @Test func `What is not proven is refused, with what is wrong`() throws {
    let client = try client()
    let closing = header(after: 1_000)
    let few = try final(closing, by: [0])
    let lacking = LightClientError.certificate(
      .refused(.noQuorum(power: Power(3), quorum: Power(5))))
    #expect(throws: lacking) { try client.check(closing, certificate: few, set: sample.set) }
    let other = header(after: 1_001)
    #expect(throws: LightClientError.notFinal(height: Height(4))) {
      try client.check(other, certificate: try final(closing), set: sample.set)
    }
    let strangers = try SampleNetwork(powers: [9], seed: 4)
    let wrong = LightClientError.otherSet(found: strangers.set.hash, expected: sample.set.hash)
    #expect(throws: wrong) {
      try client.check(closing, certificate: try final(closing), set: strangers.set)
    }
    var low = closing
    low.height = Height(0)
    #expect(throws: LightClientError.inconsistent(height: Height(0))) {
      try client.check(low, certificate: try final(low), set: sample.set)
    }
  }

  @Test func `A client begins with genesis or with a block that somebody vouches for`() throws {
    let closing = header(after: 1_000)
    #expect(throws: LightClientError.notGenesis) {
      try LightClient(
        genesis: closing, network: sample.network, epochLengthMilliseconds: Self.length)
    }
    let mistaken = LightClientError.otherBlock(found: closing.hash, expected: .zero)
    #expect(throws: mistaken) {
      try LightClient(
        checkpoint: closing, trusting: .zero, genesisTime: genesis.time, network: sample.network,
        epochLengthMilliseconds: Self.length)
    }
    var foreign = closing
    foreign.chainID = ChainID(1)
    let elsewhere = LightClientError.otherChain(
      found: ChainID(1), expected: sample.network.chainID)
    #expect(throws: elsewhere) {
      try LightClient(
        checkpoint: foreign, trusting: foreign.hash, genesisTime: genesis.time,
        network: sample.network, epochLengthMilliseconds: Self.length)
    }
    let client = try LightClient(
      checkpoint: closing, trusting: closing.hash, genesisTime: genesis.time,
      network: sample.network, epochLengthMilliseconds: Self.length)
    #expect(client.epoch == Epoch(2))
  }

  @Test func `Ancestors, values and absences are proven under a final header`() throws {
    var state = InMemoryState()
    var changes = ChangeSet()
    let table = Table(1, keySizeBytes: 1)
    changes.put([1, 2, 3], for: table.key([7].span))
    state.apply(changes)
    var closing = header(after: 1_000)
    closing.executedStateRoot = state.root
    let parent = header(after: 500)
    closing.parentHash = parent.hash
    let client = try client()
    let final = try client.check(
      closing, certificate: try self.final(closing), set: sample.set)
    #expect(try final.parent(parent).hash == parent.hash)
    #expect(throws: LightClientError.self) { try final.parent(closing) }
    for (number, value) in [(7, [1, 2, 3]), (8, nil)] as [(UInt8, [UInt8]?)] {
      let key = table.key([number].span)
      var reader = state
      let proof = state.tree.proof(of: key, reading: &reader)
      #expect(try final.value(of: key, proof: proof) == value)
    }
    let other = table.key([9].span)
    let proof = StateProof(steps: [], bucket: [], value: [])
    #expect(throws: LightClientError.state(.otherRoot)) {
      try final.value(of: other, proof: proof)
    }
    let receipt = Receipt(
      transactionHash: .zero, outcome: .failed(reason: ""), gasUsed: Gas(21_000))
    var reader = state
    let absent = state.tree.proof(
      of: FinalHeader.receiptsRootKey(Height(3)), reading: &reader)
    #expect(throws: LightClientError.noReceipts(height: Height(3))) {
      try final.check(
        receipt, place: MerkleProof(of: 0, in: [.zero]), inBlockAt: Height(3), root: absent)
    }
  }
}
