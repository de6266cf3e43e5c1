import Chain
import Consensus
import Cryptography
import Replica
import TestSupport
import Testing

@Suite("A version of the rules that a node does not know")
struct ProtocolVersionTests {
  @Test func `stops it where that begins, with a report that names what to install`() throws {
    let cluster = try Cluster(4)
    for node in cluster.nodes {
      node.versionAfter = (Epoch(2), ChainParameters.protocolVersionKnown + 1)
    }
    try cluster.start()
    try cluster.run(milliseconds: 12_000)
    for node in cluster.nodes {
      #expect(node.breach == .unknownRules(version: 2, known: 1, from: Epoch(3)))
      #expect(node.breach?.description.contains("install a release for protocol 2") ?? false)
      // It stands behind the last block of the epoch before, and listens to nothing.
      #expect(node.blocks.last?.header.epoch == Epoch(2))
      #expect(node.replica.engine.plan.epoch == Epoch(2))
      let effects = node.replica.receive(
        .wake, at: Moment(milliseconds: 13_000, time: Timestamp(0)))
      #expect(effects.isEmpty)
    }
    // Started again, it stops again before it has said anything.
    let node = cluster.nodes[0]
    let effects = try node.restarted(at: Moment(milliseconds: 13_000, time: Timestamp(0)))
    #expect(effects.count == 1)
    guard case .halt(.unknownRules) = effects.first else {
      Issue.record("\(effects)")
      return
    }
  }

  @Test func `is no matter while it is known`() throws {
    let cluster = try Cluster(4)
    for node in cluster.nodes {
      node.versionAfter = (Epoch(1), ChainParameters.protocolVersionKnown)
    }
    try cluster.start()
    try cluster.run(milliseconds: 6_000)
    for node in cluster.nodes {
      #expect(node.breach == nil)
      #expect(node.replica.engine.plan.epoch >= Epoch(3))
    }
  }
}
