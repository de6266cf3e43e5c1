import Chain
import Consensus
import Replica
import Testing

/// Coming back to a network that has gone on, and that may need whoever comes back.
@Suite("Whoever comes back")
struct ReturningTests {
  private func height(_ cluster: Cluster, _ index: Int) -> Int { cluster.nodes[index].blocks.count }

  /// Four nodes of which the last has missed some time.
  private func clusterWithoutLast(for milliseconds: UInt64) throws -> Cluster {
    let cluster = try Cluster(4, epochLengthMilliseconds: 600_000)
    try cluster.start()
    try cluster.run(milliseconds: 3_000)
    cluster.isolated = [3]
    try cluster.run(milliseconds: milliseconds)
    #expect(height(cluster, 3) + 3 < height(cluster, 0))
    return cluster
  }

  @Test func `hears at once what was said meanwhile, though nobody says it again`() throws {
    let cluster = try clusterWithoutLast(for: 8_000)
    cluster.isolated = []
    // Nothing new is said: whatever it learns is said because of the connections.
    cluster.tamper = { message, _, _ in
      if case .proposal = message { return nil }
      return message
    }
    try cluster.reconnect(3)
    try cluster.run(milliseconds: 500)
    #expect(height(cluster, 3) == height(cluster, 0))
    #expect(cluster.nodes[3].replica.engine.current == cluster.nodes[0].replica.engine.current)
  }

  @Test func `is asked nothing by one who does not hear it any more`() throws {
    let cluster = try clusterWithoutLast(for: 40_000)
    let behind = height(cluster, 3)
    #expect(behind + 16 < height(cluster, 0))
    // The first goes when the last comes, and takes whatever it was asked along.
    cluster.isolated = [0]
    var asked: [Int: UInt64] = [:]
    var lastAsked: UInt64 = 0
    cluster.tamper = { message, from, to in
      switch message {
      case .rangeWanted, .blockWanted:
        if from == 3 {
          asked[to, default: 0] += 1
          if to == 0 { lastAsked = cluster.now }
        }
      default: break
      }
      return message
    }
    let back = cluster.now
    try cluster.run(milliseconds: 10_000)
    #expect(asked.keys.contains { $0 != 0 })
    #expect(lastAsked <= back + cluster.nodes[3].replica.settings.muteMilliseconds)
    #expect(height(cluster, 3) + 1 >= height(cluster, 1))
    #expect(height(cluster, 1) > behind)
  }
}
