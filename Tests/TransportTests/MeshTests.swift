import Chain
import Testing
import Transport

@Suite(.serialized) struct MeshTests {
  @Test func `four nodes that know each other's endpoints are all connected`() throws {
    var nodes: [TestNode] = []
    for seed in UInt8(1)...4 {
      nodes.append(try TestNode(seed) { $0.configured = nodes.map(\.endpoint) })
    }
    for node in nodes {
      for other in nodes where other.network.nodeID != node.network.nodeID {
        #expect(node.isConnected(to: other), "\(node.notes)")
      }
    }
    for node in nodes { node.network.broadcast(Array("hello".utf8), on: .votes) }
    for node in nodes { #expect(node.reaches { $0.messages.count == 3 }) }
    #expect(nodes[0].network.reports().count == 3)
  }
}
