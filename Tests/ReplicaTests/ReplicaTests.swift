import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import TestSupport
import Testing

@Suite("Replicas")
struct ReplicaTests {
  /// All nodes have the same blocks and states, as far as each has come.
  private func checkAgreement(_ cluster: Cluster) {
    let longest = cluster.nodes.max { $0.blocks.count < $1.blocks.count }
    for node in cluster.nodes {
      #expect(node.breach == nil)
      #expect(node.left.isEmpty)
      #expect(node.blocks == longest?.blocks.prefix(node.blocks.count).map(\.self))
      #expect(node.roots == longest?.roots.prefix(node.roots.count).map(\.self))
    }
  }

  @Test func `order, execute and go from epoch to epoch without transactions`() throws {
    let cluster = try Cluster(4)
    try cluster.start()
    try cluster.run(milliseconds: 9_000)
    checkAgreement(cluster)
    for node in cluster.nodes {
      #expect(node.blocks.count >= 8)
      #expect(node.replica.engine.plan.epoch >= Epoch(4))
    }
  }

  @Test func `execute a client's transaction within a few network delays`() throws {
    var alice = try Wallet(seed: 1)
    let bob = try Wallet(seed: 2)
    let cluster = try Cluster(4, rich: [alice.address], epochLengthMilliseconds: 60_000)
    try cluster.start()
    try cluster.run(milliseconds: 1_000)
    let transaction = try alice.sign(to: bob.address, value: Wei(stos: 1))
    try cluster.submit(transaction, to: 2)
    #expect(cluster.nodes[2].answers[transaction.message.hash] == .some(nil))
    try cluster.run(milliseconds: 200)
    checkAgreement(cluster)
    for node in cluster.nodes {
      let body = node.blocks.flatMap(\.body.transactions)
      #expect(body == [transaction.message.raw])
      #expect(node.replica.pool.isEmpty)
      #expect(Books(over: node.state).account(bob.address).balance == Wei(stos: 1))
    }
  }

  @Test func `let one that was cut off catch up over several epochs`() throws {
    var alice = try Wallet(seed: 1)
    let cluster = try Cluster(4, rich: [alice.address])
    try cluster.start()
    try cluster.run(milliseconds: 500)
    cluster.isolated = [3]
    for _ in 0..<20 {
      try cluster.submit(try alice.sign(to: alice.address), to: 0)
      try cluster.run(milliseconds: 400)
    }
    let behind = cluster.nodes[3].blocks.count
    #expect(behind + 8 < cluster.nodes[0].blocks.count)
    cluster.isolated = []
    try cluster.run(milliseconds: 8_000)
    checkAgreement(cluster)
    #expect(cluster.nodes[3].blocks.count + 3 >= cluster.nodes[0].blocks.count)
    #expect(
      cluster.nodes[3].replica.engine.plan.epoch == cluster.nodes[0].replica.engine.plan.epoch)
  }
}
