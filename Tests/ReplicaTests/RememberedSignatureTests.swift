import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("Signatures of transactions that peers bring")
struct RememberedSignatureTests {
  private let peers = (1...2).map { Address(protocol: UInt16(0x5100 + $0)) }
  private var alice: Wallet
  private let cluster: Cluster

  init() throws {
    alice = try Wallet(seed: 1)
    cluster = try Cluster(4, rich: [alice.address], epochLengthMilliseconds: 60_000)
    try cluster.start()
    try cluster.run(milliseconds: 100)
    for peer in peers { try cluster.tell(.connected(peer, speaksFor: nil), to: 0) }
  }

  private var node: ClusterNode { cluster.nodes[0] }

  private func bring(_ raws: [[UInt8]], from peer: Address) throws {
    let message = PeerMessage.transactions(raws)
    let sizeBytes = raws.reduce(0) { $0 + $1.count }
    try cluster.tell(.heard(message, sizeBytes: sizeBytes, from: peer), to: 0)
  }

  /// How many transactions were handed out to be checked.
  private var checkedCount: Int {
    node.checks.reduce(0) { sum, check in
      if case .transactions(let raws, _) = check { sum + raws.count } else { sum }
    }
  }

  /// The same transaction with the other root of its signature, which every key recovers alike.
  private func malleated(_ raw: [UInt8]) throws -> [UInt8] {
    // An item of one byte for the parity, then r and s behind a byte of length each.
    let order = try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
    var copy = raw
    var borrow = 0
    for place in (0..<32).reversed() {
      let difference = Int(order[place]) - Int(raw[raw.count - 32 + place]) - borrow
      copy[raw.count - 32 + place] = UInt8(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    try #require(raw[raw.count - 33] == 0xA0 && raw[raw.count - 66] == 0xA0)
    copy[raw.count - 67] = raw[raw.count - 67] == 0x80 ? 0x01 : 0x80
    return copy
  }

  @Test mutating func `are checked once, whoever brings the transaction again`() throws {
    let transaction = try alice.sign(to: alice.address)
    try bring([transaction.message.raw], from: peers[0])
    #expect(checkedCount == 1)
    #expect(node.replica.pool.contains(transaction.message.hash))
    for peer in peers { try bring([transaction.message.raw], from: peer) }
    #expect(checkedCount == 1)
  }

  @Test mutating func `are remembered of what the pool refused`() throws {
    var poor = try Wallet(seed: 99)
    let transaction = try poor.sign(to: poor.address)
    for peer in peers { try bring([transaction.message.raw], from: peer) }
    #expect(checkedCount == 1)
    #expect(node.replica.pool.isEmpty)
  }

  @Test mutating func `that are malleated change nothing for the transaction itself`() throws {
    // The first one whose numbers have all 32 bytes.
    var found = try alice.sign(to: alice.address)
    while (try? malleated(found.message.raw)) == nil {
      alice.nonce = 0
      found = try alice.sign(
        to: alice.address, value: Wei(UInt128(found.message.value.units + 1)))
    }
    let raw = found.message.raw
    let copy = try malleated(raw)
    #expect(copy != raw && copy.count == raw.count)
    #expect(throws: (any Error).self) { try Transaction(decoding: copy, for: ChainID(20_480)) }
    try bring([copy], from: peers[1])
    try bring([raw], from: peers[0])
    try bring([copy, raw], from: peers[1])
    try bring([copy], from: peers[0])
    // One check each, and the real one waits.
    #expect(checkedCount == 2)
    #expect(node.replica.pool.count == 1)
    #expect(node.replica.pool[found.message.hash]?.transaction.message.raw == raw)
    try cluster.run(milliseconds: 2_000)
    #expect(node.blocks.flatMap(\.body.transactions) == [raw])
  }

  @Test mutating func `are not forgotten over any amount of garbage`() throws {
    var poor = try Wallet(seed: 99)
    let refused = try poor.sign(to: poor.address)
    try bring([refused.message.raw], from: peers[0])
    for batch in 0..<20 {
      let garbage: [[UInt8]] = (0..<1_000).map { place in
        [0x02, UInt8(batch), UInt8(place & 0xFF), UInt8(place >> 8)]
      }
      try bring(garbage, from: peers[1])
    }
    let before = checkedCount
    #expect(before == 20_001)
    try bring([refused.message.raw], from: peers[0])
    #expect(checkedCount == before)
  }
}
