import Chain
import Codec
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("A proposal of hashes")
struct CompactProposalTests {
  private let cluster: Cluster
  private var transactions: [Recovered<Transaction>] = []

  /// What was said about bodies: to anybody, and by the last node.
  private final class Talk {
    var offered: [[Digest]] = []
    var wanted: [[UInt32]] = []
    var blocksWanted = 0
    /// What it is told in place of the transactions that it lacks.
    var answer: ([[UInt8]]) -> [[UInt8]]? = { $0 }
    /// Whose pushed transactions do not come to it.
    var lost: Set<[UInt8]> = []
  }
  private let talk = Talk()

  /// Clients' transactions, large enough to go out as hashes, wait while a block is due.
  init() throws {
    var alice = try Wallet(seed: 1)
    var parameters = ChainParameters()
    parameters.minBlockIntervalMilliseconds = 500
    cluster = try Cluster(
      4, rich: [alice.address], epochLengthMilliseconds: 60_000, parameters: parameters)
    for place in 0..<24 {
      transactions.append(
        try alice.sign(
          to: alice.address, data: [UInt8](repeating: UInt8(place), count: 1_000)))
    }
    listen()
    try cluster.start()
    try cluster.run(milliseconds: 1_500)
  }

  private func listen() {
    let talk = talk
    cluster.tamper = { message, from, to in
      switch message {
      case .proposal(_, _, .hashes(let hashes)): talk.offered.append(hashes)
      case .transactionsWanted(_, let places) where from == 3: talk.wanted.append(places)
      case .blockWanted where from == 3: talk.blocksWanted += 1
      case .transactions(let raws) where to == 3:
        return .transactions(raws.filter { !talk.lost.contains($0) })
      case .blockTransactions(let hash, let raws) where to == 3:
        return talk.answer(raws).map { .blockTransactions(block: hash, $0) }
      default: break
      }
      return message
    }
  }

  /// Lets one block be ordered, and the rest wait until the next is due.
  private func order() throws {
    var bob = try Wallet(seed: 2)
    try cluster.submit(try bob.sign(to: bob.address), to: 0)
    try cluster.submit(transactions[0], to: 0)
    try cluster.run(milliseconds: 150)
    for transaction in transactions.dropFirst() { try cluster.submit(transaction, to: 0) }
    try cluster.run(milliseconds: 1_500)
  }

  private func checkExecution() {
    for node in cluster.nodes {
      #expect(node.breach == nil)
      let bodies = node.blocks.flatMap(\.body.transactions)
      #expect(Set(bodies) == Set(transactions.map(\.message.raw)))
    }
  }

  @Test func `is put together from the pool, without another word`() throws {
    try order()
    checkExecution()
    #expect(talk.offered.contains { $0.count >= 20 })
    #expect(talk.wanted.isEmpty)
    #expect(talk.blocksWanted == 0)
  }

  @Test func `is filled by the leader with exactly what is missing`() throws {
    let lost = [3, 11, 12, 23]
    talk.lost = Set(lost.map { transactions[$0].message.raw })
    try order()
    checkExecution()
    let offered = try #require(talk.offered.first { $0.count >= 20 })
    let hashes = lost.map { transactions[$0].message.hash }
    let places = hashes.compactMap { hash in offered.firstIndex(of: hash).map(UInt32.init) }
    #expect(places.count == 4)
    #expect(talk.wanted.first == places.sorted())
    #expect(talk.blocksWanted == 0)
    #expect(cluster.nodes[3].left.isEmpty)
  }

  @Test func `comes whole from others when its leader does not fill it`() throws {
    talk.lost = [transactions[5].message.raw]
    talk.answer = { _ in nil }
    try order()
    try cluster.run(milliseconds: 1_500)
    checkExecution()
    #expect(!talk.wanted.isEmpty)
    #expect(talk.blocksWanted > 0)
    #expect(cluster.nodes[3].left.isEmpty)
  }

  @Test func `that is filled with something else costs its sender the connection`() throws {
    talk.lost = [transactions[5].message.raw, transactions[6].message.raw]
    talk.answer = { Array($0.reversed()) }
    try order()
    try cluster.run(milliseconds: 1_500)
    checkExecution()
    #expect(cluster.nodes[3].left.count == 1)
    #expect(talk.blocksWanted > 0)
  }

  @Test func `that is filled with fewer is not taken either`() throws {
    talk.lost = [transactions[5].message.raw, transactions[6].message.raw]
    talk.answer = { Array($0.dropLast()) }
    try order()
    try cluster.run(milliseconds: 1_500)
    checkExecution()
    let reason = "it sent other transactions of a block than it was asked for"
    #expect(cluster.nodes[3].left == [reason])
  }
}
