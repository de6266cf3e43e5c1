import Chain
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport
import Testing

@Suite("A node that has computed another state")
struct DivergenceTests {
  /// A change that no transaction has made.
  private func corruption(of node: ClusterNode) -> ChangeSet {
    var books = Books(over: node.state)
    var parameters = books[placed: Tables.parameters]
    parameters.communityTaxBasisPoints += 1
    books[Tables.parameters] = parameters
    return books.changes
  }

  @Test func `stops with a report once a quorum has made final what contradicts it`() throws {
    var alice = try Wallet(seed: 1)
    let cluster = try Cluster(4, rich: [alice.address], epochLengthMilliseconds: 60_000)
    try cluster.start()
    try cluster.run(milliseconds: 500)
    let sick = cluster.nodes[3]
    sick.corruption = corruption(of: sick)
    for _ in 0..<24 {
      try cluster.submit(try alice.sign(to: alice.address), to: 0)
      try cluster.run(milliseconds: 150)
    }
    guard case .otherState(let divergence) = sick.breach else {
      Issue.record("it goes on: \(String(describing: sick.breach))")
      return
    }
    // The report names the height, both roots, and the block that says so.
    let height = Int(divergence.height.units)
    #expect(divergence.ownRoot == sick.roots[height])
    #expect(divergence.finalRoot == cluster.nodes[0].roots[height])
    #expect(divergence.ownRoot != divergence.finalRoot)
    #expect(cluster.nodes[0].blocks.contains { $0.header.hash == divergence.block })
    let report = "\(divergence)"
    #expect(report.contains("\(divergence.ownRoot)") && report.contains("from a snapshot"))
    // It listens to nothing, and says nothing.
    let moment = Moment(milliseconds: 60_000, time: Timestamp(0))
    #expect(sick.replica.receive(.wake, at: moment).isEmpty)
    // The others are three of four, and go on.
    let before = cluster.nodes[0].blocks.count
    try cluster.submit(try alice.sign(to: alice.address), to: 0)
    try cluster.run(milliseconds: 3_000)
    #expect(cluster.nodes[0].blocks.count > before)
    #expect(cluster.nodes.prefix(3).allSatisfy { $0.breach == nil })
  }

  @Test func `does not sign what a leader says who alone has another state`() throws {
    var alice = try Wallet(seed: 1)
    let cluster = try Cluster(4, rich: [alice.address], epochLengthMilliseconds: 60_000)
    try cluster.start()
    try cluster.run(milliseconds: 500)
    // Two of four differ: neither side has a quorum, and nobody is made to stop by a minority.
    for node in cluster.nodes.suffix(2) { node.corruption = corruption(of: node) }
    for _ in 0..<24 {
      try cluster.submit(try alice.sign(to: alice.address), to: 0)
      try cluster.run(milliseconds: 150)
    }
    #expect(cluster.nodes.allSatisfy { $0.breach == nil })
    let named = cluster.nodes.flatMap(\.blocks).map(\.header.executedStateRoot)
    let sick = cluster.nodes[3].roots.filter { !cluster.nodes[0].roots.contains($0) }
    #expect(!sick.isEmpty)
    #expect(sick.allSatisfy { !named.contains($0) })
  }
}
